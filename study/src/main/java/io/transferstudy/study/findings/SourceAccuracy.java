package io.transferstudy.study.findings;

/**
 * How good a model is on the task that it comes from.
 *
 * @param source the source task's name, such as {@code ImageNet}
 * @param value its top-1 accuracy there, a fraction
 * @param origin where the number comes from
 */
public record SourceAccuracy(String source, double value, Origin origin) {
  public SourceAccuracy {
    boolean valid =
        switch (origin) {
          case Origin.Measured _ -> value >= 0 && value <= 1;
          case Origin.Published _, Origin.Given _ -> value > 0 && value < 1;
        };
    if (!valid) {
      throw new IllegalArgumentException(
          "the accuracy on %s must be a fraction between 0 and 1, got %s".formatted(source, value));
    }
  }

  /** As the manifest gives it, which does not say for what task. */
  public static SourceAccuracy given(double value) {
    return new SourceAccuracy("accuracy as given", value, new Origin.Given());
  }

  /** The accuracy's log-odds. */
  public double logOdds() {
    return switch (origin) {
      case Origin.Measured(var images) -> LogOdds.of(value, images);
      case Origin.Published _, Origin.Given _ -> LogOdds.of(value);
    };
  }

  /** Where a source accuracy comes from. */
  public sealed interface Origin {
    /** Measured by this study on so many test images. */
    record Measured(long images) implements Origin {}

    /** Taken from a publication. */
    record Published(String where) implements Origin {}

    /** Given in the manifest. */
    record Given() implements Origin {}
  }
}
