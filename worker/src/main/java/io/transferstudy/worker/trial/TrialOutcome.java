package io.transferstudy.worker.trial;

/** What came of trying a model. */
public sealed interface TrialOutcome {
  /**
   * It computes features.
   *
   * @param width the length of one image's features
   * @param finite whether all values were numbers; a model that gives others cannot be trained on
   */
  record Features(int width, boolean finite) implements TrialOutcome {}

  /**
   * It cannot be used.
   *
   * @param message what is wrong, and what can be done
   */
  record Refused(Reason reason, String message) implements TrialOutcome {}

  /** Why a model cannot be used. */
  enum Reason {
    /** The file does not load as TorchScript. */
    UNREADABLE,
    /** Its {@code forward} ends in an error on one batch of images. */
    FAILED,
    /** Its {@code forward} returns something that is no table of features. */
    WRONG_OUTPUT,
    /** It took longer than it may. */
    TOO_SLOW,
    /** It wanted more memory than it may have. */
    TOO_LARGE,
    /** It took its process down. */
    CRASHED
  }
}
