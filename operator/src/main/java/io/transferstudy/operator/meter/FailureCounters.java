package io.transferstudy.operator.meter;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.transferstudy.study.work.Failure;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** Counts failed attempts by kind, and what became of the events that tell of them. */
public final class FailureCounters {
  private final Map<Failure.Kind, Counter> failed = new EnumMap<>(Failure.Kind.class);
  private final Map<Posting, Counter> postings = new EnumMap<>(Posting.class);

  /** What became of an event. */
  public enum Posting {
    POSTED,
    /** Over the study's rate. */
    DROPPED,
    /** The API server did not take it. */
    FAILED
  }

  /** Counters in {@code registry}; every series is there from the start. */
  public FailureCounters(MeterRegistry registry) {
    for (Failure.Kind kind : Failure.Kind.values()) {
      failed.put(kind, counter(registry, Meter.ATTEMPTS_FAILED, kind));
    }
    for (Posting posting : Posting.values()) {
      postings.put(posting, counter(registry, Meter.EVENTS, posting));
    }
  }

  private static Counter counter(MeterRegistry registry, Meter meter, Enum<?> value) {
    return Counter.builder(meter.id())
        .description(meter.help())
        .tag(meter.labels().getFirst(), value.name().toLowerCase(Locale.ROOT))
        .register(registry);
  }

  /** Counts a failed attempt. */
  public void failed(Failure.Kind kind) {
    Objects.requireNonNull(failed.get(kind)).increment();
  }

  /** Counts an event. */
  public void posting(Posting what) {
    Objects.requireNonNull(postings.get(what)).increment();
  }
}
