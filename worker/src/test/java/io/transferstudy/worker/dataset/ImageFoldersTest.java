package io.transferstudy.worker.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.transferstudy.study.grid.Dataset;
import io.transferstudy.study.grid.DatasetSource;
import io.transferstudy.study.grid.DatasetSource.Pick;
import io.transferstudy.study.grid.Resize;
import io.transferstudy.worker.format.Packing;
import io.transferstudy.worker.image.BadDataException;
import io.transferstudy.worker.image.Pictures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFoldersTest {
  @TempDir Path root;

  private void write(String... paths) throws IOException {
    for (String path : paths) {
      Path file = root.resolve("birds").resolve(path);
      Files.createDirectories(file.getParent());
      Files.write(
          file, Pictures.png(Pictures.generated(3 + path.length(), 4 + (path.hashCode() & 7))));
    }
  }

  private static DatasetSource.ImageFolder source(String path, @Nullable Double testFraction) {
    return new DatasetSource.ImageFolder(path, null, Pick.RANDOM, testFraction);
  }

  private Parts parts(@Nullable Double testFraction) {
    return ImageFolders.of(source("birds", testFraction), root).inPlace();
  }

  private static List<String> names(List<Example> examples) {
    return examples.stream().map(Example::name).toList();
  }

  private void refused(@Nullable Double testFraction, String message) {
    assertThatThrownBy(() -> parts(testFraction))
        .isInstanceOf(BadDataException.class)
        .hasMessage(root.resolve("birds") + message);
  }

  @Test
  void classes_and_images_come_in_order_of_names_without_hidden_ones() throws IOException {
    write("b/2.jpg", "b/10.JPG", "b/3.webp", "a x/x.png", "a/x.png", "a/y.png", "a/z.png");
    write("a x/1.png", "a x/2.png");
    write(".git/a.jpg", "b/.h.jpg", "b/@eaDir/2.jpg/THUMB.jpg", "__MACOSX/b/2.jpg", "a/tmp");
    Parts parts = parts(0.3);
    assertThat(parts.classes()).containsExactly("a", "a x", "b");
    assertThat(parts.test()).extracting(Example::label).containsExactly(0, 1, 2);
    assertThat(ImageTree.unpacked(root.resolve("birds")).images().keySet())
        .containsExactly(
            "a x/1.png",
            "a x/2.png",
            "a x/x.png",
            "a/x.png",
            "a/y.png",
            "a/z.png",
            "b/10.JPG",
            "b/2.jpg",
            "b/3.webp");
  }

  @Test
  void an_archive_is_the_same_as_what_it_unpacks_to() throws IOException {
    write("wren/1.png", "wren/2.png", "wren/3.png", "finch/1.png", "finch/2.png", "finch/3.png");
    assertPackedIsTheSame(0.3);
  }

  @Test
  void an_archive_with_parts_is_the_same_too() throws IOException {
    write("Train/wren/1.png", "Train/wren/2.png", "Train/finch/1.png", "Train/finch/2.png");
    write("test/wren/3.png", "valid/wren/4.png", "notes/read me.txt");
    assertPackedIsTheSame(null);
    Parts parts = parts(null);
    assertThat(names(parts.train()))
        .containsExactly(
            "train/finch/1.png", "train/finch/2.png", "train/wren/1.png", "train/wren/2.png");
    assertThat(names(parts.validation())).containsExactly("val/wren/4.png");
    assertThat(names(parts.test())).containsExactly("test/wren/3.png");
  }

  private void assertPackedIsTheSame(@Nullable Double testFraction) throws IOException {
    var files = Packing.below(root.resolve("birds"), "some/folder");
    files.put("__MACOSX/some/folder/wren/._1.png", new byte[] {1});
    var unpacked = dataset(source("birds", testFraction));
    String digest = Datasets.open(unpacked, root, 1).digest();
    for (String archive : List.of("birds.zip", "birds.tar.gz")) {
      Files.write(root.resolve(archive), Packing.pack(archive, files));
      var packed = source(archive, testFraction);
      Parts parts = Datasets.read(packed, root, new MemoryStore());
      assertThat(names(parts.train())).isEqualTo(names(parts(testFraction).train()));
      assertThat(Datasets.split(dataset(packed), parts, 1).digest()).isEqualTo(digest);
      assertThatThrownBy(() -> Datasets.open(dataset(packed), root, 1))
          .hasMessageEndingWith(archive + ": an archive; it must be prepared or unpacked first");
    }
  }

  private static Dataset dataset(DatasetSource source) {
    return new Dataset("birds", source, Resize.WHOLE, 0.2, null);
  }

  @Test
  void images_at_other_places_are_named() throws IOException {
    write("wren/1.png", "wren/old/2.png", "finch/1.png", "cover.png");
    refused(
        0.3,
        ": 2 images do not lie at <class>/<image>: 'cover.png', 'wren/old/2.png'; move or remove"
            + " them");
  }

  @Test
  void a_split_that_a_rule_would_mix_up_is_seen() throws IOException {
    write("train/wren/1.png", "test/wren/2.png");
    refused(
        0.3,
        ": 2 images do not lie at <class>/<image>: 'test/wren/2.png', 'train/wren/1.png'; move or"
            + " remove them; as there are folders train and test: remove trainPerClass and"
            + " testFraction from the manifest");
  }

  @Test
  void all_that_is_wrong_with_parts_is_told_at_once() throws IOException {
    write("train/wren/1.png", "train/2.png", "test/owl/1.png", "test/wren/1.png", "dev/wren/1.png");
    write("val/wren/1.png", "valid/wren/2.png", "cover.png");
    refused(
        null,
        ": folder 'dev' is none of train, val, test; folder 'valid' is a second one for the same;"
            + " 2 images do not lie at train/<class>/<image>, test/... or val/...: 'cover.png',"
            + " 'train/2.png'; move or remove them; 'test/owl': no class of this name in the train"
            + " folder");
  }

  @Test
  void a_folder_without_parts_or_rule_is_told_of_both() throws IOException {
    write("wren/1.png", "finch/1.png");
    refused(
        null,
        ": no images in a folder 'train'; put folders train and test around the class folders, or"
            + " say testFraction or trainPerClass in the manifest");
  }

  @Test
  void nothing_is_named_as_such() throws IOException {
    Path birds = Files.createDirectories(root.resolve("birds/wren"));
    Files.writeString(birds.resolve("1.txt"), "no image");
    refused(
        0.3,
        ": no images in there: expected one folder of images (.jpg, .png, .gif, .bmp) per class");
    assertThatThrownBy(() -> ImageFolders.of(source("owls", 0.3), root).inPlace())
        .isInstanceOf(BadDataException.class)
        .hasMessage(
            root.resolve("owls")
                + ": there is no such folder or archive; correct the path in the manifest");
  }

  @Test
  void links_are_followed_but_not_round_or_to_nothing() throws IOException {
    write("wren/1.png", "wren/2.png", "wren/3.png");
    Path elsewhere = Files.createDirectories(root.resolve("elsewhere"));
    Files.copy(root.resolve("birds/wren/1.png"), elsewhere.resolve("9.png"));
    Files.createSymbolicLink(root.resolve("birds/owl"), elsewhere);
    Files.createSymbolicLink(root.resolve("birds/wren/4.png"), elsewhere.resolve("9.png"));
    Files.createSymbolicLink(root.resolve("birds/notes"), root.resolve("nothing"));
    assertThat(ImageTree.unpacked(root.resolve("birds")).images().keySet())
        .containsExactly("owl/9.png", "wren/1.png", "wren/2.png", "wren/3.png", "wren/4.png");
    Path broken =
        Files.createSymbolicLink(root.resolve("birds/wren/5.png"), root.resolve("nothing"));
    refused(0.3, "/wren/5.png: a link that leads to nothing; mend or remove it");
    Files.delete(broken);
    Files.createSymbolicLink(root.resolve("birds/wren/round"), root.resolve("birds"));
    refused(0.3, "/wren/round: a link to a folder that it lies in; remove it");
  }

  /** As archives of other times unpack: no path leads to such a file by its name. */
  @Test
  void names_that_are_no_utf8_are_told() throws Exception {
    write("wren/1.png", "wren/2.png", "wren/3.png");
    Process shell =
        new ProcessBuilder("sh", "-c", "cp 1.png \"$(printf 'caf\\351').png\"")
            .directory(root.resolve("birds/wren").toFile())
            .start();
    assumeThat(shell.waitFor()).as("a file system that takes any bytes").isZero();
    refused(0.3, "/wren/caf\uFFFD.png: its name is not UTF-8; rename it");
  }
}
