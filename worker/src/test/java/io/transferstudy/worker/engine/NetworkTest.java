package io.transferstudy.worker.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.transferstudy.worker.model.Initialization;
import io.transferstudy.worker.model.KeyedRandom;
import io.transferstudy.worker.model.Models;
import io.transferstudy.worker.torchscript.NetworkGraph;
import io.transferstudy.worker.torchscript.NetworkOptions;
import io.transferstudy.worker.weights.Tensor;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class NetworkTest {
  private static final Engine ENGINE = Engine.start(1, Device.CPU);
  private static final NetworkGraph GRAPH =
      Models.find("resnet-8").orElseThrow().network(10, 1, 24);
  private static final int BATCH = 16;

  @Test
  void continuesBitForBitFromASavedState() {
    Map<String, Tensor> saved;
    Map<String, Tensor> expected;
    try (var network = fresh(7)) {
      train(network, 0, 3);
      saved = network.state();
      train(network, 3, 4);
      expected = network.state();
    }
    assertThat(saved).containsKey("momentum.conv1.weight").containsKey("bn1.running_var");
    try (var network = Network.load(ENGINE, GRAPH, saved)) {
      train(network, 3, 4);
      assertThat(network.state()).isEqualTo(expected);
    }
    try (var network = fresh(8)) {
      train(network, 0, 2);
      network.restore(saved);
      train(network, 3, 4);
      assertThat(network.state()).isEqualTo(expected);
    }
  }

  @Test
  void learnsABatchByHeart() {
    try (var network = fresh(1)) {
      float first = train(network, 0, 1);
      for (int i = 0; i < 30; i++) {
        train(network, 0, 1);
      }
      assertThat(train(network, 0, 1)).isLessThan(first / 10);
    }
  }

  @Test
  void bothMemoryLayoutsComputeTheSame() {
    float[][] outputs = new float[2][];
    for (int layout = 0; layout < 2; layout++) {
      var options = NetworkOptions.standard().withChannelsLast(layout == 1);
      try (var network = Network.load(ENGINE, GRAPH, state(1), options)) {
        train(network, 0, 1);
        outputs[layout] = logits(network);
      }
    }
    float scale = 0;
    for (float value : outputs[0]) {
      scale = Math.max(scale, Math.abs(value));
    }
    assertThat(outputs[1]).containsExactly(outputs[0], within(1e-4f * scale));
  }

  @Test
  void fusedEvaluationComputesTheSameAlsoAfterTrainingAndRestoring() {
    var plain = NetworkOptions.standard();
    try (var fused = Network.load(ENGINE, GRAPH, state(1), plain.withFused(true));
        var reference = Network.load(ENGINE, GRAPH, state(1), plain)) {
      assertThat(logits(fused)).containsExactly(logits(reference), within(1e-4f));
      train(fused, 0, 1);
      train(reference, 0, 1);
      assertThat(logits(fused)).containsExactly(logits(reference), within(1e-4f));
      fused.restore(state(2));
      reference.restore(state(2));
      assertThat(logits(fused)).containsExactly(logits(reference), within(1e-4f));
    }
  }

  @Test
  void batchNormMomentumIsTheShareOfTheNewBatch() {
    var options = NetworkOptions.standard().withBatchNormMomentum(1);
    try (var whole = Network.load(ENGINE, GRAPH, state(1), options);
        var tenth = Network.load(ENGINE, GRAPH, state(1))) {
      train(whole, 0, 1);
      train(tenth, 0, 1);
      float[] all = whole.state().get("bn1.running_var").data();
      float[] some = tenth.state().get("bn1.running_var").data();
      for (int i = 0; i < all.length; i++) {
        assertThat(some[i]).isCloseTo(0.9f + 0.1f * all[i], within(1e-5f));
      }
    }
  }

  /** Without batch normalisation the parts of a batch give the update of the whole. */
  @Test
  void aBatchInPartsTrainsAsTheWholeDoes() {
    NetworkGraph plain = Models.find("lenet-small").orElseThrow().network(10);
    assertThat(plain.tensors()).noneMatch(spec -> spec.key().contains("running_"));
    Map<String, Tensor> whole = trainedInParts(plain, 1);

    for (int divisor : new int[] {2, 3, 8, 64}) {
      Map<String, Tensor> parts = trainedInParts(plain, divisor);
      whole.forEach((key, tensor) ->
          assertThat(parts.get(key).data())
              .as("%s in %d parts", key, divisor)
              .containsExactly(tensor.data(), within(1e-5f)));
    }
  }

  private static Map<String, Tensor> trainedInParts(NetworkGraph graph, int divisor) {
    int size = graph.imageSize();
    try (var network = Network.load(ENGINE, graph, Initialization.random(graph, 1))) {
      float[] losses = new float[3];
      for (int i = 0; i < 3; i++) {
        FloatBuffer pixels = FloatBuffer.allocate(BATCH * 3 * size * size);
        var random = new java.util.SplittableRandom(i);
        while (pixels.hasRemaining()) {
          pixels.put((float) random.nextGaussian());
        }
        losses[i] =
            network.trainStep(
                pixels.flip(),
                MicroBatches.of(BATCH, divisor),
                new Targets.Classes(labels()),
                new SgdStep(0.05, 0.9, 5e-4, false));
      }
      Map<String, Tensor> state = network.state();
      state.put("losses", new Tensor(new long[] {3}, losses));
      return state;
    }
  }

  @Test
  void decayMaySpareNormalisationAndBiases() {
    var decayOnly = new SgdStep(1, 0, 0.5, false);
    try (var network = fresh(1)) {
      Map<String, Tensor> before = network.state();
      FloatBuffer images = images(0);
      Map<String, Tensor> gradients = network.gradients(images, BATCH, labels());
      network.restore(before);
      network.trainStep(images, BATCH, labels(), decayOnly);
      Map<String, Tensor> after = network.state();
      assertThat(after.get("bn1.weight").data()[0])
          .isCloseTo(1 - gradients.get("bn1.weight").data()[0], within(1e-5f));
      float weight = before.get("fc.weight").data()[0];
      assertThat(after.get("fc.weight").data()[0])
          .isCloseTo(weight - gradients.get("fc.weight").data()[0] - 0.5f * weight, within(1e-5f));
    }
  }

  @Test
  void aStateThatDoesNotFitIsNamed() {
    try (var network = fresh(1)) {
      var state = new HashMap<>(network.state());
      state.put("fc.bias", Tensor.filled(0, 3));
      assertThatThrownBy(() -> network.restore(state))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("fc.bias");
    }
  }

  @Test
  void aThousandStepsLeaveNoNativeMemoryBehind() throws IOException {
    Assumptions.assumeTrue(
        Files.exists(Path.of("/proc/self/status")), "skipped: no /proc to read memory from");
    NetworkGraph small = Models.find("lenet-small").orElseThrow().network(10);
    try (var network = Network.load(ENGINE, small, Initialization.random(small, 1))) {
      FloatBuffer images = images(0);
      var step = new SgdStep(0.01, 0.9, 0, true);
      var logits = new float[BATCH * small.classes()];
      var features = new float[BATCH * small.features()];
      long after200 = 0;
      for (int i = 0; i < 1000; i++) {
        network.trainStep(images, BATCH, labels(), step);
        network.evaluate(images, BATCH, logits, features);
        if (i == 200) {
          System.gc();
          after200 = residentKilobytes();
        }
      }
      System.gc();
      // One leaked input a step would be 800 * 110 kB.
      assertThat(residentKilobytes() - after200).isLessThan(20_000);
    }
  }

  private static long residentKilobytes() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .sum();
  }

  private static float[] logits(Network network) {
    var logits = new float[BATCH * GRAPH.classes()];
    network.evaluate(images(0), BATCH, logits, new float[BATCH * GRAPH.features()]);
    return logits;
  }

  private static float train(Network network, int from, int to) {
    float loss = Float.NaN;
    for (int step = from; step < to; step++) {
      loss = network.trainStep(images(step), BATCH, labels(), new SgdStep(0.05, 0.9, 5e-4, false));
    }
    return loss;
  }

  private static Network fresh(long seed) {
    return Network.load(ENGINE, GRAPH, state(seed));
  }

  private static Map<String, Tensor> state(long seed) {
    return Initialization.random(GRAPH, seed);
  }

  private static long[] labels() {
    return LongStream.range(0, BATCH).map(i -> i % 10).toArray();
  }

  private static FloatBuffer images(int step) {
    var random = KeyedRandom.of("images/" + step, 1);
    var images = FloatBuffer.allocate(BATCH * 3 * 24 * 24);
    while (images.hasRemaining()) {
      images.put((float) random.nextUniform());
    }
    return images.flip();
  }
}
