package io.transferstudy.operator.event;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.transferstudy.api.v1alpha1.TransferCell;
import io.transferstudy.api.v1alpha1.TransferCellStatus;
import io.transferstudy.api.v1alpha1.TransferStudy;
import io.transferstudy.api.v1alpha1.TransferStudyStatus;
import io.transferstudy.operator.job.Apply;
import io.transferstudy.operator.job.Labels;
import io.transferstudy.operator.meter.FailureCounters;
import io.transferstudy.operator.meter.FailureCounters.Posting;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Tells of status changes: posts their events and counts their failures. Each study may post a
 * burst, then one event in five seconds; what is over that is dropped and counted. An event that
 * was posted before is counted up instead of posted again.
 */
public final class EventRecorder {
  private static final Logger LOG = LoggerFactory.getLogger(EventRecorder.class);
  private static final int BURST = 20;
  private static final Duration EACH = Duration.ofSeconds(5);
  private static final int MOST_STUDIES = 1_000;
  private static final int MOST_EVENTS = 2_000;
  private static final int LONGEST_NAME = 220; // of 253, before the digest

  private record Posted(int count, String first) {}

  private final KubernetesClient client;
  private final FailureCounters counters;
  private final Clock clock;
  private final Map<String, TokenBucket> buckets = bounded(MOST_STUDIES);
  private final Map<String, Posted> posted = bounded(MOST_EVENTS);

  /** A recorder that posts through {@code client}. */
  public EventRecorder(KubernetesClient client, FailureCounters counters, Clock clock) {
    this.client = client;
    this.counters = counters;
    this.clock = clock;
  }

  /** Tells of a study's new status. */
  public void changed(
      TransferStudy study, @Nullable TransferStudyStatus before, TransferStudyStatus after) {
    var change = new StudyChange(study, before, after);
    change.failures().forEach(failure -> counters.failed(failure.kind()));
    post(study.getMetadata().getUid(), change.events());
  }

  /** Tells of a cell's new status. */
  public void changed(
      TransferCell cell, @Nullable TransferCellStatus before, TransferCellStatus after) {
    var change = new CellChange(cell, before, after);
    change.failure().ifPresent(failure -> counters.failed(failure.kind()));
    post(cell.getSpec().studyUid(), change.events());
  }

  private void post(String study, List<StudyEvent> events) {
    for (StudyEvent event : events) {
      log(event);
      counters.posting(mayPost(study) ? post(event) : Posting.DROPPED);
    }
  }

  /** Every event, those over the rate included. */
  private static void log(StudyEvent event) {
    var regarding = event.regarding();
    LOG.atLevel(event.type() == StudyEvent.Type.WARNING ? Level.WARN : Level.INFO)
        .addKeyValue("namespace", regarding.getNamespace())
        .addKeyValue(
            regarding.getKind().equals("TransferCell") ? "cell" : "study", regarding.getName())
        .addKeyValue("reason", event.reason())
        .log("{}", event.message().replace("\n", "; ")); // one line each
  }

  private synchronized boolean mayPost(String study) {
    Instant now = clock.instant();
    return buckets.computeIfAbsent(study, _ -> new TokenBucket(BURST, EACH, now)).take(now);
  }

  private Posting post(StudyEvent event) {
    try {
      client.resource(resource(event)).patch(Apply.AS_OPERATOR);
      return Posting.POSTED;
    } catch (KubernetesClientException e) {
      LOG.warn("event {} was not posted: {}", event.reason(), e.getMessage());
      return Posting.FAILED;
    }
  }

  private Event resource(StudyEvent event) {
    String now = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
    String name = name(event);
    Posted all = count(event.regarding().getNamespace() + "/" + name, now);
    return new EventBuilder()
        .withNewMetadata()
        .withName(name)
        .withNamespace(event.regarding().getNamespace())
        .endMetadata()
        .withInvolvedObject(event.regarding())
        .withType(event.type().label())
        .withReason(event.reason())
        .withMessage(event.message())
        .withCount(all.count())
        .withFirstTimestamp(all.first())
        .withLastTimestamp(now)
        .withReportingComponent(Labels.OPERATOR)
        .withReportingInstance(Labels.OPERATOR)
        .withNewSource()
        .withComponent(Labels.OPERATOR)
        .endSource()
        .build();
  }

  private synchronized Posted count(String key, String now) {
    return posted.merge(
        key, new Posted(1, now), (known, _) -> new Posted(known.count() + 1, known.first()));
  }

  /** Equal events have equal names. */
  private static String name(StudyEvent event) {
    String object = event.regarding().getName();
    long digest =
        (long) (event.regarding().getUid() + event.reason()).hashCode() << 32
            | event.message().hashCode() & 0xffffffffL;
    return object.substring(0, Math.min(object.length(), LONGEST_NAME))
        + "."
        + Long.toHexString(digest);
  }

  /** What was not used for longest makes room. */
  private static <V> Map<String, V> bounded(int most) {
    return new LinkedHashMap<>(16, 0.75f, true) {
      private static final long serialVersionUID = 1;

      @Override
      protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
        return size() > most;
      }
    };
  }
}
