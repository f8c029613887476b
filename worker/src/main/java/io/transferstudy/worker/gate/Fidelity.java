package io.transferstudy.worker.gate;

import io.transferstudy.worker.engine.FeatureExtractor;
import io.transferstudy.worker.engine.Network;
import io.transferstudy.worker.weights.WeightsException;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * How well a network reproduces what is known of it.
 *
 * @param outputs images that were evaluated
 * @param known whether their right logits are known
 * @param largestDifference from the right logits, in standard deviations of an image's logits; of
 *     features likewise; 0 where they are not known
 */
public record Fidelity(int outputs, boolean known, double largestDifference) {
  /**
   * Two libraries' kernels differ by some 1e-5 here (docs/reference/parity.md); another network,
   * other padding or another preprocessing by more than 1e-2.
   */
  static final double TOLERANCE = 1e-3;

  private static final double CONSTANT = 1e-6; // logits that the input does not move

  /**
   * Evaluates the network.
   *
   * @param golden what is known of it
   * @param what the weights, for messages
   * @throws WeightsException if it does not reproduce it, or answers nonsense
   */
  public static Fidelity of(Network network, Optional<GoldenOutputs> golden, String what) {
    var features = new float[network.graph().features()];
    return of(
        (pixels, logits) -> network.evaluate(pixels, 1, logits, features),
        network.graph().imageSize(),
        network.graph().classes(),
        golden,
        what);
  }

  /**
   * Computes features.
   *
   * @param golden the features that are known
   * @param what the file, for messages
   * @throws WeightsException if they are not reproduced, or nonsense
   */
  public static Fidelity of(
      FeatureExtractor extractor, Optional<GoldenOutputs> golden, String what) {
    return of(
        (pixels, features) -> extractor.features(pixels, 1, features),
        extractor.imageSize(),
        extractor.width(),
        golden,
        what);
  }

  /** The logits of every image. */
  static List<List<Double>> answers(Network network, GeneratedImages images) {
    var features = new float[network.graph().features()];
    float[][] rows =
        evaluate(
            (pixels, logits) -> network.evaluate(pixels, 1, logits, features),
            images,
            network.graph().classes());
    return Stream.of(rows)
        .map(row -> IntStream.range(0, row.length).mapToObj(k -> (double) row[k]).toList())
        .toList();
  }

  /** One image's answer. */
  @FunctionalInterface
  private interface Answer {
    void to(FloatBuffer pixels, float[] out);
  }

  private static Fidelity of(
      Answer answer, int size, int numbers, Optional<GoldenOutputs> golden, String what) {
    GeneratedImages images =
        golden.map(GoldenOutputs::images).orElseGet(() -> GoldenOutputs.unknown(size));
    float[][] logits = evaluate(answer, images, numbers);
    requireSane(logits, what);
    if (golden.isEmpty()) {
      return new Fidelity(logits.length, false, 0);
    }
    double largest = 0;
    for (int i = 0; i < logits.length; i++) {
      double difference = golden.get().answers().get(i).difference(logits[i]);
      if (!(difference <= TOLERANCE)) {
        throw new WeightsException(
            String.format(
                Locale.ROOT,
                "%s: known output %d of %d is not reproduced: a number differs by %.3g standard"
                    + " deviations, at most %.3g is allowed; the file belongs to another network or"
                    + " variant (padding, stride), or is damaged",
                what,
                i + 1,
                logits.length,
                difference,
                TOLERANCE));
      }
      largest = Math.max(largest, difference);
    }
    return new Fidelity(logits.length, true, largest);
  }

  private static float[][] evaluate(Answer answer, GeneratedImages images, int numbers) {
    var pixels = images.pixels();
    var rows = new float[images.count()][];
    for (int i = 0; i < rows.length; i++) { // one by one: memory for one is enough
      rows[i] = new float[numbers];
      pixels.position(i * (pixels.capacity() / images.count()));
      answer.to(pixels, rows[i]);
    }
    return rows;
  }

  private static void requireSane(float[][] logits, String what) {
    for (float[] row : logits) {
      for (float logit : row) {
        if (!Float.isFinite(logit)) {
          throw new WeightsException(
              what
                  + ": the network answers with "
                  + logit
                  + ": the file is damaged, or its numbers"
                  + " do not fit float32");
        }
      }
    }
    for (int i = 1; i < logits.length; i++) {
      double distance = 0;
      for (int k = 0; k < logits[i].length; k++) {
        distance = Math.max(distance, Math.abs(logits[i][k] - logits[0][k]));
      }
      if (distance <= CONSTANT * (1 + largest(logits[0]))) {
        throw new WeightsException(
            what
                + ": the network answers the same to every image: the file is damaged or untrained");
      }
    }
  }

  private static double largest(float[] row) {
    double largest = 0;
    for (float value : row) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
  }
}
