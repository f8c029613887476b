package io.transferstudy.worker.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.transferstudy.worker.model.Initialization;
import io.transferstudy.worker.model.Models;
import io.transferstudy.worker.torchscript.NetworkGraph;
import io.transferstudy.worker.torchscript.NetworkOptions;
import java.nio.FloatBuffer;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Learning from images that show several classes, on a network without batch normalisation. */
class SeveralLabelsTest {
  private static final Engine ENGINE = Engine.start(2, Device.CPU);
  private static final NetworkGraph GRAPH = Models.find("lenet-small").orElseThrow().network(5);
  private static final NetworkOptions SEVERAL = NetworkOptions.standard().withSeveral(true);
  private static final int BATCH = 8;
  private static final int CLASSES = 5;

  private static FloatBuffer images() {
    int size = GRAPH.imageSize();
    var pixels = FloatBuffer.allocate(BATCH * 3 * size * size);
    var random = new SplittableRandom(1);
    while (pixels.hasRemaining()) {
      pixels.put((float) random.nextGaussian());
    }
    return pixels.flip();
  }

  /** Of eight images, five classes: 1, 0 and -1 in turns. */
  private static float[] marks() {
    var marks = new float[BATCH * CLASSES];
    for (int i = 0; i < marks.length; i++) {
      marks[i] = (i * 7 + i / 5) % 3 - 1;
    }
    return marks;
  }

  private static Network network() {
    return Network.load(ENGINE, GRAPH, Initialization.random(GRAPH, 1), SEVERAL);
  }

  private static float[] lastBias(Network network) {
    return network.state().get(GRAPH.tensors().getLast().key()).data();
  }

  private static float step(Network network, float[] marks, int divisor, SgdStep step) {
    return network.trainStep(
        images(), MicroBatches.of(BATCH, divisor), new Targets.Marks(marks), step);
  }

  @Test
  void the_loss_is_the_sum_of_binary_cross_entropies_without_what_is_left_out() {
    try (var network = network()) {
      var logits = new float[BATCH * CLASSES];
      network.evaluate(images(), BATCH, logits, new float[BATCH * GRAPH.features()]);
      float[] before = lastBias(network);
      assertThat(before).hasSize(CLASSES);
      float loss = step(network, marks(), 1, new SgdStep(1, 0, 0, true));
      float[] after = lastBias(network);

      double expected = 0;
      var slopes = new double[CLASSES];
      for (int i = 0; i < logits.length; i++) {
        float mark = marks()[i];
        double shown = 1 / (1 + Math.exp(-logits[i]));
        if (mark >= 0) {
          expected -= Math.log(mark == 1 ? shown : 1 - shown) / BATCH;
          slopes[i % CLASSES] += (shown - mark) / BATCH;
        }
      }
      assertThat((double) loss).isCloseTo(expected, within(1e-5));
      for (int k = 0; k < CLASSES; k++) {
        assertThat((double) before[k] - after[k]).isCloseTo(slopes[k], within(1e-5));
      }
    }
  }

  @Test
  void a_batch_in_parts_trains_as_the_whole_does() {
    var sgd = new SgdStep(0.05, 0.9, 5e-4, false);
    try (var whole = network();
        var parts = network()) {
      for (int i = 0; i < 3; i++) {
        assertThat(step(parts, marks(), 3, sgd))
            .isCloseTo(step(whole, marks(), 1, sgd), within(1e-5f));
      }
      var expected = whole.state();
      parts
          .state()
          .forEach((key, tensor) ->
              assertThat(tensor.data())
                  .as(key)
                  .containsExactly(expected.get(key).data(), within(1e-5f)));
    }
  }

  @Test
  void where_everything_is_left_out_nothing_is_learnt() {
    var nothing = new float[BATCH * CLASSES];
    java.util.Arrays.fill(nothing, -1);
    try (var network = network()) {
      var before = network.state();
      assertThat(step(network, nothing, 1, new SgdStep(1, 0, 0, true))).isZero();
      before.forEach((key, tensor) ->
          assertThat(network.state().get(key).data()).as(key).containsExactly(tensor.data()));
    }
  }
}
