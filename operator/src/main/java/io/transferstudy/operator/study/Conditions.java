package io.transferstudy.operator.study;

import io.transferstudy.api.v1alpha1.StudyCondition;
import io.transferstudy.api.v1alpha1.TransferStudyStatus;
import io.transferstudy.operator.event.ShortText;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Builds conditions; the time of a transition stays until the status changes. */
final class Conditions {
  private static final int LONGEST = 8_000; // of 64 KiB for the whole status

  private final List<StudyCondition> before;
  private final long generation;
  private final Instant now;
  private final List<StudyCondition> built = new ArrayList<>();

  Conditions(@Nullable TransferStudyStatus previous, long generation, Instant now) {
    this.before =
        previous == null || previous.conditions() == null ? List.of() : previous.conditions();
    this.generation = generation;
    this.now = now;
  }

  Conditions with(String type, boolean holds, String reason, String message) {
    String status = holds ? "True" : "False";
    String since =
        before.stream()
            .filter(c -> c.type().equals(type) && c.status().equals(status))
            // An edited study is complete anew: its time to live begins again.
            .filter(c -> !type.equals("Complete") || sameGeneration(c))
            .map(StudyCondition::lastTransitionTime)
            .findFirst()
            .orElseGet(() -> now.truncatedTo(ChronoUnit.SECONDS).toString());
    built.add(
        new StudyCondition(
            type, status, reason, ShortText.of(message, LONGEST), since, generation));
    return this;
  }

  private boolean sameGeneration(StudyCondition condition) {
    return condition.observedGeneration() != null && condition.observedGeneration() == generation;
  }

  List<StudyCondition> list() {
    return List.copyOf(built);
  }
}
