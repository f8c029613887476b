package io.transferstudy.worker.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.transferstudy.study.grid.Dataset;
import io.transferstudy.study.grid.DatasetSource;
import io.transferstudy.study.grid.DatasetSource.Pick;
import io.transferstudy.study.grid.Resize;
import io.transferstudy.study.grid.Setting;
import io.transferstudy.study.grid.Skipping;
import io.transferstudy.study.json.Json;
import io.transferstudy.study.work.AllowedHosts;
import io.transferstudy.study.work.Outcome;
import io.transferstudy.study.work.Stage;
import io.transferstudy.study.work.WorkRequest;
import io.transferstudy.worker.Main;
import io.transferstudy.worker.dataset.Datasets;
import io.transferstudy.worker.dataset.Example;
import io.transferstudy.worker.dataset.Parts;
import io.transferstudy.worker.download.DownloadRules;
import io.transferstudy.worker.image.BadDataException;
import io.transferstudy.worker.image.Image;
import io.transferstudy.worker.image.Pictures;
import io.transferstudy.worker.pack.Pack;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrepareStageTest {
  private static final Dataset BIRDS =
      new Dataset(
          "birds", new DatasetSource.ImageFolder("birds", 6, Pick.FIRST), Resize.WHOLE, 0.25, null);

  @TempDir Path root;
  private Path data;
  private Path artifacts;

  @BeforeEach
  void folders() throws IOException {
    data = Files.createDirectories(root.resolve("data"));
    artifacts = root.resolve("artifacts");
  }

  private void birds(int each) throws IOException {
    for (String name : List.of("wren", "finch")) {
      for (int i = 0; i < each; i++) {
        Path file = data.resolve("birds/%s/%04d.png".formatted(name, i));
        Files.createDirectories(file.getParent());
        Files.write(file, Pictures.png(Pictures.generated(20 + i % 17, 20 + name.length())));
      }
    }
  }

  private WorkRequest request(int attempt, Stage stage) {
    return new WorkRequest(
        "uid",
        "study",
        "work",
        attempt,
        stage,
        1,
        new WorkRequest.Folders(data.toString(), "/none", artifacts.toString(), "/none"),
        1,
        1);
  }

  private Outcome.Success run(int attempt, Stage stage) throws IOException {
    return new StageRunner(request(attempt, stage), "pod-" + attempt, Cancellation.never()).run();
  }

  private Path pack(Outcome.Success prepared) {
    return artifacts.resolve(prepared.artifacts()).resolve("data.pack");
  }

  @Test
  void a_cell_trains_on_the_pack_as_on_the_folder_itself() throws IOException {
    birds(10);
    Outcome.Success prepared = run(1, new Stage.Prepare(BIRDS));
    assertThat(prepared.total()).isEqualTo(20);
    assertThat(prepared.warned()).isEmpty();
    assertThat(artifacts.resolve(prepared.artifacts()).resolve("warnings.txt")).doesNotExist();
    assertThat(artifacts.resolve(prepared.artifacts()).resolve("split.csv"))
        .content()
        .startsWith("part,example,labels\ntrain,finch/0000.png,finch\n")
        .contains("test,wren/0009.png,wren\n")
        .hasLineCount(21);
    var setting =
        new Setting.Training(
            "random-init", Setting.Initialisation.RANDOM, Requests.recipe(2, 0.01));
    var folder = new Stage.Training(Requests.MODEL, null, new Stage.Data(BIRDS, null), setting);
    var packed =
        new Stage.Training(
            Requests.MODEL, null, new Stage.Data(BIRDS, prepared.artifacts()), setting);
    Outcome.Success direct = run(1, folder);
    Outcome.Success again = run(1, packed);
    assertThat(again.resultKey()).isEqualTo(direct.resultKey());
    assertThat(again.reused()).as("the same images, labels and splits").isTrue();
    assertThat(splitOf(direct))
        .hasLineCount(21)
        .contains(
            "part,example,labels\ntrain,finch/", "\nvalidation,", "\ntest,finch/0006.png,finch\n");
  }

  /** The split list that a result's provenance names. */
  private String splitOf(Outcome.Success result) throws IOException {
    String provenance =
        Files.readString(artifacts.resolve(result.artifacts()).resolve("provenance.json"));
    Matcher split = Pattern.compile("\"split\" : \"([^\"]+)\"").matcher(provenance);
    assertThat(split.find()).as(provenance).isTrue();
    return Files.readString(artifacts.resolve(split.group(1)));
  }

  @Test
  void training_reads_a_copy_on_the_machines_own_disk() throws IOException {
    birds(10);
    Outcome.Success prepared = run(1, new Stage.Prepare(BIRDS));
    var setting =
        new Setting.Training(
            "random-init", Setting.Initialisation.RANDOM, Requests.recipe(2, 0.01));
    var stage =
        new Stage.Training(
            Requests.MODEL, null, new Stage.Data(BIRDS, prepared.artifacts()), setting);
    Path scratch = root.resolve("scratch");

    var outcome =
        new StageRunner(
                request(1, stage),
                "pod",
                Cancellation.never(),
                DownloadRules.of(AllowedHosts.of()),
                Requests.NO_PROGRAMS,
                new Scratch(scratch, Long.MAX_VALUE))
            .run();

    assertThat(scratch.resolve(Path.of(prepared.artifacts()).getFileName() + ".pack"))
        .hasSameBinaryContentAs(pack(prepared));
    assertThat(outcome.total()).isEqualTo(8);
  }

  @Test
  void is_done_again_only_when_a_file_has_changed() throws IOException {
    birds(8);
    Outcome.Success first = run(1, new Stage.Prepare(BIRDS));
    assertThat(run(2, new Stage.Prepare(BIRDS)).reused()).isTrue();
    Path changed = data.resolve("birds/wren/0003.png");
    Files.write(changed, Pictures.png(Pictures.generated(50, 50)));
    Files.setLastModifiedTime(changed, FileTime.fromMillis(1_000));
    Outcome.Success second = run(3, new Stage.Prepare(BIRDS));
    assertThat(second.reused()).isFalse();
    assertThat(second.artifacts()).isNotEqualTo(first.artifacts());
  }

  @Test
  void tells_what_to_look_at_and_tells_it_again() throws IOException {
    birds(8);
    Path finch = data.resolve("birds/finch");
    Files.copy(finch.resolve("0000.png"), finch.resolve("again.png"));
    Outcome.Success prepared = run(1, new Stage.Prepare(BIRDS));
    assertThat(prepared.warned())
        .containsExactly(
            "1 of 5 test images is also to be trained on, byte for byte; leave it out of one:"
                + " finch/again.png = finch/0000.png");
    assertThat(artifacts.resolve(prepared.artifacts()).resolve("warnings.txt"))
        .content()
        .endsWith("\n    finch/again.png = finch/0000.png\n");
    assertThat(run(2, new Stage.Prepare(BIRDS)).warned()).isEqualTo(prepared.warned());
  }

  @Test
  void says_what_is_missing_and_what_is_broken() throws IOException {
    assertThatThrownBy(() -> run(1, new Stage.Prepare(BIRDS)))
        .isInstanceOf(BadDataException.class)
        .hasMessageEndingWith(
            "birds: no such file or folder; paths are relative to the data folder");
    birds(8);
    Files.write(data.resolve("birds/wren/0003.png"), new byte[] {1});
    assertThatThrownBy(() -> run(1, new Stage.Prepare(BIRDS)))
        .isInstanceOf(BadDataException.class)
        .hasMessageStartingWith("1 of 16 images cannot be used; mend or remove them: ")
        .hasMessageContaining("birds/wren/0003.png: not a");
  }

  private static Dataset skipping(@Nullable Integer most) {
    return new Dataset("birds", BIRDS.source(), Resize.WHOLE, 0.25, null, null, new Skipping(most));
  }

  @Test
  void leaves_out_what_is_broken_where_that_is_wanted() throws IOException {
    birds(8);
    String whole = Datasets.open(BIRDS, data, 1).digest();
    Path broken = data.resolve("birds/wren/0003.png");
    Files.write(broken, new byte[] {1});
    Outcome.Success prepared = run(1, new Stage.Prepare(skipping(null)));
    assertThat(prepared.correct()).isEqualTo(15);
    assertThat(prepared.total()).isEqualTo(16);
    assertThat(prepared.warned())
        .singleElement()
        .asString()
        .startsWith("1 of 16 images cannot be used and was skipped: ")
        .contains("birds/wren/0003.png: not a");
    assertThat(artifacts.resolve(prepared.artifacts()).resolve("split.csv"))
        .content()
        .doesNotContain("wren/0003.png");
    Parts parts = Pack.open(pack(prepared));
    assertThat(parts.train()).hasSize(11);
    assertThat(Datasets.split(BIRDS, parts, 1).digest()).isNotEqualTo(whole);
    Files.write(data.resolve("birds/finch/0007.png"), new byte[0]);
    assertThatThrownBy(() -> run(2, new Stage.Prepare(skipping(null))))
        .isInstanceOf(BadDataException.class)
        .hasMessageStartingWith(
            "2 of 16 images cannot be used, and 1 may be skipped (maxBadImages); mend or remove");
    assertThat(run(3, new Stage.Prepare(skipping(2))).correct()).isEqualTo(14);
  }

  /** One of each kind that people have, and one that only looks like an image by its name. */
  @Test
  void images_of_every_kind_are_read() throws IOException {
    birds(8);
    Path wren = data.resolve("birds/wren");
    Image picture = Pictures.generated(24, 16);
    var kinds =
        Map.of(
            "grey.png", BufferedImage.TYPE_BYTE_GRAY,
            "deep.png", BufferedImage.TYPE_USHORT_GRAY,
            "palette.gif", BufferedImage.TYPE_BYTE_INDEXED,
            "palette.png", BufferedImage.TYPE_BYTE_INDEXED,
            "bits.bmp", BufferedImage.TYPE_3BYTE_BGR,
            "alpha.png", BufferedImage.TYPE_4BYTE_ABGR);
    for (var kind : kinds.entrySet()) {
      String format = kind.getKey().substring(kind.getKey().indexOf('.') + 1);
      Files.write(
          wren.resolve(kind.getKey()),
          Pictures.encoded(Pictures.buffered(picture, kind.getValue()), format));
    }
    Outcome.Success prepared = run(1, new Stage.Prepare(BIRDS));
    assertThat(prepared.correct()).isEqualTo(22);
    Parts parts = Pack.open(pack(prepared));
    for (Example example : parts.test()) {
      assertThat(example.image().width()).as(example.name()).isGreaterThan(1);
    }
    Files.write(wren.resolve("webp.jpg"), "RIFF....WEBPVP8 ".getBytes(StandardCharsets.US_ASCII));
    assertThatThrownBy(() -> run(2, new Stage.Prepare(BIRDS)))
        .hasMessageContaining("birds/wren/webp.jpg: ");
  }

  /** Ten processes killed at random moments, one more to the end. */
  @Test
  void killed_and_begun_again_it_makes_the_same_pack() throws Exception {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    var random = new SplittableRandom(seed);
    birds(3_000);
    var stage = new Stage.Prepare(BIRDS);
    int killed = 0;
    int attempt = 1;
    for (; killed < 10 && attempt <= 60; attempt++) {
      Process process = start(request(attempt, stage));
      if (process.waitFor(random.nextLong(200, 1_500), TimeUnit.MILLISECONDS)) {
        assertThat(process.exitValue()).isZero();
        // It was faster: what it has made goes, so that the next one has something to do.
        Files.move(artifacts.resolve("results"), root.resolve("results-of-" + attempt));
      } else {
        killed++;
      }
      process.destroyForcibly().waitFor();
    }
    Outcome.Success last = run(attempt, stage);
    System.out.printf("%d of %d killed; reused %s%n", killed, attempt - 1, last.reused());
    assertThat(killed).isEqualTo(10);
    byte[] disturbed = Files.readAllBytes(pack(last));
    artifacts = root.resolve("others");
    assertThat(disturbed).isEqualTo(Files.readAllBytes(pack(run(1, stage))));
  }

  private Process start(WorkRequest request) throws IOException {
    Path file = Files.writeString(root.resolve("request.json"), Json.write(request));
    var builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            "--request-file",
            file.toString());
    builder.environment().put("OPT_OUT_TRACKING", "true");
    builder.environment().put("POD_UID", "pod-" + request.attempt());
    builder.environment().put("TRANSFER_STUDY_MESSAGE", root.resolve("message").toString());
    return builder.redirectErrorStream(true).redirectOutput(root.resolve("log").toFile()).start();
  }

  /** What every cell would fail by is told before any is started. */
  @Test
  void refuses_what_no_cell_could_use() throws IOException {
    birds(8);
    Files.move(data.resolve("birds/finch"), root.resolve("finch"));
    assertThatThrownBy(() -> run(1, new Stage.Prepare(BIRDS)))
        .isInstanceOf(BadDataException.class)
        .hasMessageStartingWith("data set 'birds' has one class only, 'wren', and nothing to tell");
    Files.move(root.resolve("finch"), data.resolve("birds/finch"));
    for (int i = 0; i < 8; i++) {
      Files.write(data.resolve("birds/wren/000%d.png".formatted(i)), new byte[] {1});
    }
    assertThatThrownBy(() -> run(2, new Stage.Prepare(skipping(8))))
        .isInstanceOf(BadDataException.class)
        .hasMessageStartingWith("class 'wren' has 0 training images");
    var several = new DatasetSource.Listed("birds", "l.csv", null, Pick.RANDOM, 0.3);
    Files.writeString(
        data.resolve("birds/l.csv"),
        "path,label\nfinch/0000.png,a\nfinch/0001.png,a;b\nfinch/0002.png,b\n");
    var listed = new Dataset("birds", several, Resize.WHOLE, 0.25, null);
    assertThatThrownBy(() -> run(3, new Stage.Prepare(listed)))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("show several classes each (labels parted by ';')")
        .hasMessageEndingWith("; say metric: ElevenPointMap for it");
  }
}
