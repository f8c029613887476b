package io.transferstudy.operator.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.transferstudy.api.v1alpha1.StudyCondition;
import io.transferstudy.api.v1alpha1.TransferStudy;
import io.transferstudy.api.v1alpha1.TransferStudyStatus;
import io.transferstudy.operator.kube.ApiServer;
import io.transferstudy.operator.meter.FailureCounters;
import io.transferstudy.operator.meter.Meter;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Events as a real API server takes them. */
class EventRecorderIT {
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private KubernetesClient client;
  private String namespace;
  private EventRecorder recorder;

  @BeforeEach
  void open() {
    client = ApiServer.client();
    namespace = ApiServer.namespace(client);
    recorder = new EventRecorder(client, new FailureCounters(registry), Clock.systemUTC());
  }

  @AfterEach
  void close() {
    if (client != null) {
      client.close();
    }
  }

  @Test
  void anEventIsPostedAndItsRepetitionCounted() {
    for (int i = 0; i < 3; i++) {
      recorder.changed(study(namespace), null, invalid("models[0]: unknown"));
    }

    // The selector of kubectl describe.
    List<Event> events =
        client
            .v1()
            .events()
            .inNamespace(namespace)
            .withField("involvedObject.name", "tiny")
            .withField("involvedObject.namespace", namespace)
            .withField("involvedObject.kind", "TransferStudy")
            .withField("involvedObject.uid", "uid-1")
            .list()
            .getItems();
    assertThat(events).hasSize(1);
    Event event = events.getFirst();
    assertThat(event.getType()).isEqualTo("Warning");
    assertThat(event.getReason()).isEqualTo("Invalid");
    assertThat(event.getMessage()).isEqualTo("models[0]: unknown");
    assertThat(event.getCount()).isEqualTo(3);
    assertThat(event.getInvolvedObject().getKind()).isEqualTo("TransferStudy");
    assertThat(event.getInvolvedObject().getUid()).isEqualTo("uid-1");
    assertThat(event.getFirstTimestamp()).isNotNull();
    assertThat(count("posted")).isEqualTo(3);
  }

  @Test
  void whatIsOverTheRateIsDroppedAndCounted() {
    for (int i = 0; i < 30; i++) {
      recorder.changed(study(namespace), null, invalid("problem " + i));
    }

    int posted = client.v1().events().inNamespace(namespace).list().getItems().size();
    assertThat(posted).isBetween(20, 24);
    assertThat(count("posted")).isEqualTo(posted);
    assertThat(count("dropped")).isEqualTo(30 - posted);
  }

  @Test
  void anEventThatIsNotTakenFailsNothing() {
    recorder.changed(study("no-such-namespace"), null, invalid("problem"));

    assertThat(count("failed")).isEqualTo(1);
  }

  private double count(String result) {
    return registry.get(Meter.EVENTS.id()).tag("result", result).counter().count();
  }

  private static TransferStudy study(String namespace) {
    var study = new TransferStudy();
    study.getMetadata().setName("tiny");
    study.getMetadata().setNamespace(namespace);
    study.getMetadata().setUid("uid-1");
    return study;
  }

  private static TransferStudyStatus invalid(String message) {
    var condition = new StudyCondition("Accepted", "False", "Invalid", message, null, 1L);
    return new TransferStudyStatus(
        1L,
        "Invalid",
        List.of(condition),
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null);
  }
}
