package io.transferstudy.operator.study;

import io.transferstudy.api.v1alpha1.TransferStudySpec;
import io.transferstudy.api.v1alpha1.TransferStudyStatus;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/** When a study that is complete is to be deleted. */
final class Expiry {
  private Expiry() {}

  /**
   * The time, counted from when the study became complete; empty if it is not, or stays for good.
   */
  static Optional<Instant> at(TransferStudySpec spec, TransferStudyStatus status) {
    Long ttl = spec.ttlSecondsAfterFinished();
    if (ttl == null || status.conditions() == null) {
      return Optional.empty();
    }
    return status.conditions().stream()
        .filter(c -> c.type().equals("Complete") && c.status().equals("True"))
        .flatMap(c -> Stream.ofNullable(c.lastTransitionTime()))
        .map(at -> Instant.parse(at).plusSeconds(ttl))
        .findFirst();
  }
}
