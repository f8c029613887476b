package io.transferstudy.worker.trial;

import org.jspecify.annotations.Nullable;

/**
 * What the trial's process writes for the one that started it.
 *
 * @param reason null where the model was accepted
 * @param message empty where the model was accepted
 */
record TrialReport(
    TrialOutcome.@Nullable Reason reason, String message, int width, boolean finite) {

  static TrialReport features(int width, boolean finite) {
    return new TrialReport(null, "", width, finite);
  }

  static TrialReport refused(TrialOutcome.Reason reason, String message) {
    return new TrialReport(reason, message, 0, false);
  }

  TrialOutcome outcome() {
    return reason == null
        ? new TrialOutcome.Features(width, finite)
        : new TrialOutcome.Refused(reason, message);
  }
}
