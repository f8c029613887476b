package io.transferstudy.operator.meter;

import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** Times every look at a study, and notices when one does not end. */
public final class ReconcilePulse implements Metrics {
  private static final Duration STUCK = Duration.ofMinutes(10);

  /** Every study is looked at within five minutes, whatever happens. */
  private static final Duration SILENT = Duration.ofMinutes(15);

  /** Bounds for quantiles, few because each is a series. */
  private static final Duration[] BUCKETS =
      Stream.of(10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000)
          .map(Duration::ofMillis)
          .toArray(Duration[]::new);

  private final Map<Long, Instant> underWay = new ConcurrentHashMap<>();
  private final AtomicLong next = new AtomicLong();
  private final Timer succeeded;
  private final Timer failed;
  private final Clock clock;
  private volatile Instant lastEnd;

  /** A pulse whose timers are in {@code registry}. */
  public ReconcilePulse(MeterRegistry registry, Clock clock) {
    this.clock = clock;
    lastEnd = clock.instant();
    succeeded = timer(registry, "success");
    failed = timer(registry, "failure");
  }

  private static Timer timer(MeterRegistry registry, String outcome) {
    Meter meter = Meter.RECONCILE;
    return Timer.builder(meter.id())
        .description(meter.help())
        .tag(meter.labels().getFirst(), outcome)
        .serviceLevelObjectives(BUCKETS)
        .register(registry);
  }

  @Override
  public <T> T timeControllerExecution(ControllerExecution<T> execution) throws Exception {
    long id = next.getAndIncrement();
    Instant start = clock.instant();
    underWay.put(id, start);
    Timer timer = failed;
    try {
      T result = execution.execute();
      timer = succeeded;
      return result;
    } finally {
      underWay.remove(id);
      lastEnd = clock.instant();
      timer.record(Duration.between(start, lastEnd));
    }
  }

  /**
   * Whether looks at studies make progress: none has taken longer than any may, and where there are
   * studies to look at, the last one is not too long ago.
   *
   * @param studies whether there are any, and this replica works on them
   */
  public boolean beats(boolean studies) {
    Instant now = clock.instant();
    boolean stuck = underWay.values().stream().anyMatch(start -> start.isBefore(now.minus(STUCK)));
    return !stuck && !(studies && lastEnd.isBefore(now.minus(SILENT)));
  }

  /** Whether no study is being looked at. */
  public boolean rests() {
    return underWay.isEmpty();
  }
}
