package io.transferstudy.study.work;

import org.jspecify.annotations.Nullable;

/** How an attempt ended. */
public sealed interface Outcome {

  /**
   * With a result.
   *
   * @param resultKey digest of all that determines the result, 64 hexadecimal digits
   * @param correct test examples classified correctly; of a gate, known outputs reproduced
   * @param total test examples; of a gate, known outputs
   * @param chosen the hyper-parameters that validation chose; null where nothing was searched
   * @param validationAccuracy of the chosen point; null where nothing was searched
   * @param seconds wall clock of the attempt
   * @param device {@code cpu} or a GPU's name
   * @param reused whether an earlier attempt's artifacts answered
   * @param artifacts folder of the result, relative to the artifacts folder
   * @param weightsSha256 digest of {@code weights.safetensors} in it, or of the weights that a gate
   *     has checked; null if there are none
   */
  record Success(
      String resultKey,
      int correct,
      int total,
      @Nullable Chosen chosen,
      @Nullable Double validationAccuracy,
      double seconds,
      String device,
      boolean reused,
      String artifacts,
      @Nullable String weightsSha256)
      implements Outcome {
    public Success {
      if (total < 1 || correct < 0 || correct > total) {
        throw new IllegalArgumentException("%d of %d correct".formatted(correct, total));
      }
    }

    /** The fraction of test examples that were classified correctly. */
    public double accuracy() {
      return (double) correct / total;
    }
  }

  /** Without one. */
  record Failed(Failure failure) implements Outcome {}

  /** What a search chose. */
  sealed interface Chosen {
    /** The penalty of the logistic regression. */
    record L2(double lambda) implements Chosen {}

    /** The point of a training run. */
    record Point(double learningRate, double weightDecay) implements Chosen {}
  }
}
