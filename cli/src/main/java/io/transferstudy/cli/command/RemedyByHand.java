package io.transferstudy.cli.command;

import io.transferstudy.study.work.Failure;

/** What a person can do where a command makes one attempt, and nobody tries again. */
final class RemedyByHand {
  private RemedyByHand() {}

  static String of(Failure.Kind kind) {
    return switch (kind) {
      case TRANSIENT_IO, INTERRUPTED, DISRUPTED, LOST ->
          "mend what is named there, if anything is, and give the same command again";
      case INVALID_REQUEST, BAD_DATA, BAD_WEIGHTS, DIVERGED, OUT_OF_MEMORY, DEADLINE, INTERNAL ->
          kind.remedy();
    };
  }
}
