package io.transferstudy.operator.study;

import io.transferstudy.study.plan.SharedPlaces;
import io.transferstudy.study.plan.SharedPlaces.Demand;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/** The places of all studies together, and what each study holds and wants of them. */
final class OperatorPlaces {
  /**
   * A study that wants places is looked at every few seconds; one that is not has other trouble.
   */
  private static final Duration WISH_LASTS = Duration.ofSeconds(10);

  private record Study(int running, int wanted, int priority, long served, Instant at) {
    Demand demand(Instant now) {
      boolean fresh = at.plus(WISH_LASTS).isAfter(now);
      return new Demand(running, fresh ? wanted : 0, priority, served);
    }
  }

  private final IntSupplier total;
  private final Clock clock;
  private final Map<String, Study> studies = new HashMap<>();
  private long turn;

  /**
   * Places.
   *
   * @param total of them; {@link Integer#MAX_VALUE} where only each study's own parallelism counts
   */
  OperatorPlaces(IntSupplier total, Clock clock) {
    this.total = total;
    this.clock = clock;
  }

  /**
   * How many attempts a study may start now; it counts as holding them from then on.
   *
   * @param uid of the study
   * @param running attempts that hold a place now
   * @param wanted attempts that it could start
   * @param priority of the study
   * @param cached attempts that hold a place by study, as cached: what is known of studies that
   *     were not looked at yet
   */
  synchronized int take(
      String uid, int running, int wanted, int priority, Supplier<Map<String, Integer>> cached) {
    int all = total.getAsInt();
    if (all == Integer.MAX_VALUE) {
      return wanted;
    }
    Instant now = clock.instant();
    Study before = studies.get(uid);
    long served = before == null ? 0 : before.served();
    studies.put(uid, new Study(running, wanted, priority, served, now));
    var demands = new HashMap<String, Demand>();
    cached.get().forEach((other, jobs) -> demands.put(other, new Demand(jobs, 0, 0, 0)));
    studies.forEach((other, study) -> demands.put(other, study.demand(now)));
    int granted = SharedPlaces.granted(uid, all, demands);
    if (granted > 0) {
      studies.put(uid, new Study(running + granted, wanted - granted, priority, ++turn, now));
    }
    return granted;
  }

  /** Forgets a study that is gone, or starts nothing any more. */
  synchronized void forget(String uid) {
    studies.remove(uid);
  }
}
