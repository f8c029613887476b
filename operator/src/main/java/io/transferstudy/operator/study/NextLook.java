package io.transferstudy.operator.study;

import io.transferstudy.operator.job.Blueprint;
import io.transferstudy.operator.job.JobExecutor;
import io.transferstudy.operator.job.Observation;
import io.transferstudy.study.plan.Planner;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** When a study is to be looked at again although nothing happens. */
final class NextLook {
  private static final Duration AT_ONCE = Duration.ofMillis(10); // the limiter spreads looks
  private static final Duration FOR_A_PLACE = Duration.ofSeconds(2);

  private NextLook() {}

  /** How long from now; empty if only an event or the framework's longest interval matters. */
  static Optional<Duration> after(
      Blueprint blueprint, StudyStep.Result result, Optional<Instant> expiry, Instant now) {
    if (result.unfinished()) {
      return Optional.of(AT_ONCE);
    }
    Stream<Instant> waits =
        result.seen().values().stream().map(Observation::again).flatMap(Stream::ofNullable);
    Stream<Instant> place =
        result.withoutPlace() ? Stream.of(now.plus(FOR_A_PLACE)) : Stream.empty();
    // What fell due while the step was taken was not decided by it.
    Stream<Instant> plan =
        Planner.wakeUp(blueprint.study(), JobExecutor.states(result.seen()), result.planned())
            .stream();
    Stream<Instant> claims = Claims.again(blueprint.claims(), now);
    Stream<Instant> kept = Stream.ofNullable(result.kept());
    return Stream.of(waits, place, plan, claims, expiry.stream(), kept)
        .flatMap(each -> each)
        .min(Comparator.naturalOrder())
        .map(at -> Duration.between(now, at))
        .map(wait -> wait.isPositive() ? wait.plus(AT_ONCE) : Duration.ofSeconds(1));
  }
}
