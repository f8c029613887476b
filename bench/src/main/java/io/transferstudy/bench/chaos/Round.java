package io.transferstudy.bench.chaos;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What happens in a round, in this order.
 *
 * @param number from 1
 * @param repairs of faults of earlier rounds
 * @param creation a new study
 * @param fault what goes wrong
 * @param quiet until the next round
 */
record Round(
    int number,
    List<Repair> repairs,
    Optional<PlannedStudy> creation,
    Fault fault,
    Duration quiet) {
  Round {
    repairs = List.copyOf(repairs);
  }

  @Override
  public String toString() {
    String all =
        Stream.of(repairs.stream(), creation.stream(), Stream.of(fault))
            .flatMap(each -> each)
            .map(String::valueOf)
            .collect(Collectors.joining("; "));
    return "round %d: %s; %d ms".formatted(number, all, quiet.toMillis());
  }
}
