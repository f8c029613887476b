package io.transferstudy.worker.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.transferstudy.study.json.Json;
import io.transferstudy.worker.SharedFiles;
import io.transferstudy.worker.engine.Device;
import io.transferstudy.worker.engine.Engine;
import io.transferstudy.worker.engine.Network;
import io.transferstudy.worker.model.Models;
import io.transferstudy.worker.model.PretrainedFile;
import io.transferstudy.worker.model.PretrainedState;
import io.transferstudy.worker.weights.FileDigest;
import io.transferstudy.worker.weights.WeightsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * The weights files that are known by their digests. {@code -Dknown.file=FILE -Dknown.model=NAME
 * -Dknown.source=TEXT [-Dknown.width=W] [-Dknown.size=N]} adds one, or takes its answers anew.
 */
class KnownFileTest {
  private static final Path RESOURCE = Path.of("src/main/resources/known-weights.json");
  private static final int CLASSES = 1000;
  private static final int IMAGES = 2;

  @Test
  void everyFileIsOfAModelAndKnownOnce() {
    assertThat(KnownFile.all()).isNotEmpty();
    assertThat(KnownFile.all()).extracting(KnownFile::sha256).doesNotHaveDuplicates();
    for (KnownFile file : KnownFile.all()) {
      assertThat(file.sha256()).as(file.name()).matches("[0-9a-f]{64}");
      assertThat(Models.find(file.model())).as(file.name()).isPresent();
      assertThat(file.outputs().isUsable()).as(file.name()).isTrue();
      assertThat(KnownFile.of(file.sha256())).contains(file);
    }
  }

  /** The files of the shared folder, whose answers to real pictures GoldenLogitsTest compares. */
  @Test
  void filesThatAreHereAnswerAsIsKnown() throws IOException {
    Path folder = SharedFiles.require("reference/weights");
    int found = 0;
    try (Stream<Path> files = Files.list(folder)) {
      for (Path path : files.filter(f -> f.toString().endsWith(".safetensors")).toList()) {
        KnownFile file = KnownFile.of(FileDigest.sha256(path)).orElseThrow();
        Optional<GoldenOutputs> outputs =
            file.outputs(file.model(), file.widthMultiplier(), file.outputs().size());
        assertThat(outputs).isPresent();
        try (var network = network(file, file.model(), path)) {
          assertThat(Fidelity.of(network, outputs, file.name()).largestDifference())
              .as(file.name())
              .isLessThan(1e-4);
        }
        try (var network = network(file, file.model() + "-symmetric", path)) {
          assertThatThrownBy(() -> Fidelity.of(network, outputs, file.name()))
              .as("another border, " + file.name())
              .isInstanceOf(WeightsException.class)
              .hasMessageContaining("is not reproduced");
        }
        found++;
      }
    }
    assertThat(found).isPositive();
  }

  @Test
  void anotherNetworkOrSizeIsNoticed() {
    KnownFile file = KnownFile.all().getFirst();
    int size = file.outputs().size();
    double width = file.widthMultiplier();
    assertThat(file.outputs(file.model(), width, size)).contains(file.outputs());
    assertThat(file.outputs(file.model(), width, size + 32)).isEmpty();
    assertThatThrownBy(() -> file.outputs("vgg-16", 1, size))
        .isInstanceOf(WeightsException.class)
        .hasMessageContaining(file.name() + ", weights of " + file.model())
        .hasMessageContaining("not of vgg-16");
    assertThatThrownBy(() -> file.outputs(file.model(), width * 3, size))
        .isInstanceOf(WeightsException.class)
        .hasMessageContaining("at width " + width * 3);
  }

  /** A few numbers tell what all would. */
  @Test
  void aMovedNumberIsNoticedWhereverItIs() {
    var all = new ArrayList<Double>();
    for (int i = 0; i < 40; i++) {
      all.add(Math.sin(i) * 3);
    }
    KnownAnswer few = KnownAnswer.few(all);
    assertThat(few.places()).hasSizeBetween(8, 16);
    assertThat(few.isUsable(40)).isTrue();
    assertThat(few.difference(floats(all))).isLessThan(1e-6);
    for (int i = 0; i < all.size(); i++) {
      var moved = new ArrayList<>(all);
      moved.set(i, moved.get(i) + 1);
      assertThat(few.difference(floats(moved))).as("place " + i).isGreaterThan(Fidelity.TOLERANCE);
    }
    assertThat(KnownAnswer.whole(all).difference(floats(all))).isLessThan(1e-6);
    assertThat(few.isUsable(41)).isFalse();
  }

  @Test
  void addsAFile() throws IOException {
    String given = System.getProperty("known.file");
    Assumptions.assumeTrue(given != null, "skipped: adds a file where -Dknown.file names one");
    Path path = Path.of(given);
    var entry = Models.find(System.getProperty("known.model")).orElseThrow();
    int size = Integer.getInteger("known.size", entry.imageSize());
    String digest = FileDigest.sha256(path);
    var added =
        new KnownFile(
            path.getFileName().toString(),
            digest,
            System.getProperty("known.source"),
            System.getProperty("known.licence"),
            entry.name(),
            Double.parseDouble(System.getProperty("known.width", "1")),
            new GoldenOutputs(1, size, List.of()));
    var answers = new ArrayList<KnownAnswer>();
    try (var network = network(added, entry.name(), path)) {
      var images = new GeneratedImages(1, IMAGES, size);
      for (List<Double> answer : Fidelity.answers(network, images)) {
        answers.add(KnownAnswer.few(answer));
      }
    }
    var all = new ArrayList<>(KnownFile.all());
    all.removeIf(file -> file.sha256().equals(digest));
    all.add(
        new KnownFile(
            added.name(),
            digest,
            added.source(),
            added.licence(),
            added.model(),
            added.widthMultiplier(),
            new GoldenOutputs(1, size, answers)));
    all.sort(Comparator.comparing(KnownFile::name));
    Files.writeString(
        RESOURCE,
        "{\"files\": [\n" + String.join(",\n", all.stream().map(Json::write).toList()) + "\n]}\n");
  }

  private static Network network(KnownFile file, String model, Path path) {
    var entry = Models.find(model).orElseThrow();
    int size = file.outputs().size();
    double width = file.widthMultiplier();
    var usual = entry.network(CLASSES, width, size);
    int classes = PretrainedState.classes(usual, path).orElseThrow();
    var graph = entry.network(classes, width, size);
    try (var source = PretrainedFile.whole(graph, path)) {
      return Network.load(Engine.start(2, Device.CPU), graph, source);
    }
  }

  private static float[] floats(List<Double> values) {
    var floats = new float[values.size()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = values.get(i).floatValue();
    }
    return floats;
  }
}
