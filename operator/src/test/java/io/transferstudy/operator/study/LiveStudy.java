package io.transferstudy.operator.study;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.transferstudy.api.v1alpha1.TransferStudy;
import io.transferstudy.operator.job.Blueprint;
import io.transferstudy.operator.job.StudyCluster;

/** A study's objects with its cells created, for tests of what works on them. */
public final class LiveStudy {
  private LiveStudy() {}

  /** The study's objects. */
  public static StudyCluster of(
      KubernetesClient client, Caches caches, TransferStudy study, Blueprint blueprint) {
    var objects = new StudyObjects(client, caches, study, blueprint);
    new CellObjects(blueprint, objects).align();
    return objects;
  }
}
