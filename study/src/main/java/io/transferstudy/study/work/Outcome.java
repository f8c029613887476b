package io.transferstudy.study.work;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** How an attempt ended. */
public sealed interface Outcome {

  /**
   * With a result.
   *
   * @param resultKey digest of all that determines the result, 64 hexadecimal digits
   * @param correct test examples classified correctly, of images of several classes those whose
   *     most likely class is one that they show; of a gate, known outputs reproduced
   * @param total test examples; of a gate, known outputs
   * @param chosen the hyper-parameters that validation chose; null where nothing was searched
   * @param validationAccuracy score of the chosen point on validation, by the data set's metric;
   *     null where nothing was searched
   * @param seconds wall clock of the attempt
   * @param device {@code cpu} or a GPU's name
   * @param reused whether an earlier attempt's artifacts answered
   * @param artifacts folder of the result, relative to the artifacts folder
   * @param weightsSha256 digest of {@code weights.safetensors} in it, or of the weights that a gate
   *     has checked; null if there are none
   * @param score by the data set's metric; null where that is top-1, which {@code correct} and
   *     {@code total} say already
   * @param warnings what a person should look at, each a line; null if there is nothing
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
      @Nullable String weightsSha256,
      @Nullable MetricScore score,
      @Nullable List<String> warnings)
      implements Outcome {
    public Success {
      if (total < 1 || correct < 0 || correct > total) {
        throw new IllegalArgumentException("%d of %d correct".formatted(correct, total));
      }
      warnings = warnings == null || warnings.isEmpty() ? null : List.copyOf(warnings);
    }

    /** One that is scored by top-1 or has no score, with nothing to look at. */
    public Success(
        String resultKey,
        int correct,
        int total,
        @Nullable Chosen chosen,
        @Nullable Double validationAccuracy,
        double seconds,
        String device,
        boolean reused,
        String artifacts,
        @Nullable String weightsSha256) {
      this(
          resultKey,
          correct,
          total,
          chosen,
          validationAccuracy,
          seconds,
          device,
          reused,
          artifacts,
          weightsSha256,
          null,
          null);
    }

    /** The warnings, empty if there is nothing. */
    public List<String> warned() {
      return warnings == null ? List.of() : warnings;
    }

    /** The fraction of {@code total} that is {@code correct}, whatever it is scored by. */
    public double accuracy() {
      return (double) correct / total;
    }

    /** The same as an answer of an earlier attempt's artifacts. */
    public Success asReused() {
      return new Success(
          resultKey,
          correct,
          total,
          chosen,
          validationAccuracy,
          seconds,
          device,
          true,
          artifacts,
          weightsSha256,
          score,
          warnings);
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
