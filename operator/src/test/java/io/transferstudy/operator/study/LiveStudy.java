package io.transferstudy.operator.study;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.transferstudy.api.v1alpha1.TransferStudy;
import io.transferstudy.operator.event.EventRecorder;
import io.transferstudy.operator.job.Blueprint;
import io.transferstudy.operator.job.StudyCluster;
import io.transferstudy.operator.meter.FailureCounters;
import java.time.Clock;
import java.util.Set;

/** A study's objects with its cells created, for tests of what works on them. */
public final class LiveStudy {
  private LiveStudy() {}

  /** The study's objects. */
  public static StudyCluster of(
      KubernetesClient client, Caches caches, TransferStudy study, Blueprint blueprint) {
    var events =
        new EventRecorder(
            client, new FailureCounters(new SimpleMeterRegistry()), Clock.systemUTC());
    var objects = new StudyObjects(client, caches, events, study, blueprint);
    var cells = new CellObjects(blueprint, objects);
    while (!cells.align(Set.of())) {
      // there was no time for all of them
    }
    return objects;
  }
}
