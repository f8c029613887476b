package io.transferstudy.operator.study;

import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.transferstudy.api.v1alpha1.TransferCell;
import io.transferstudy.api.v1alpha1.TransferCellStatus;
import io.transferstudy.api.v1alpha1.TransferStudy;
import io.transferstudy.api.v1alpha1.TransferStudyStatus;
import io.transferstudy.operator.event.EventRecorder;
import io.transferstudy.operator.job.Labels;
import java.net.HttpURLConnection;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Writes what changed of a status, bound to the version of the object that it was decided on. So a
 * decision made on a stale cache, or by a leader that has a successor, never undoes what another
 * stored; fields that a newer operator knows are left alone.
 */
final class StatusWriter {
  private static final PatchContext MERGE =
      new PatchContext.Builder()
          .withPatchType(PatchType.JSON_MERGE)
          .withFieldManager(Labels.OPERATOR)
          .build();

  private final KubernetesClient client;
  private final Caches caches;
  private final EventRecorder events;

  StatusWriter(KubernetesClient client, Caches caches, EventRecorder events) {
    this.client = client;
    this.caches = caches;
    this.events = events;
  }

  /**
   * Writes a study's status, if it differs; returns the study as it is then.
   *
   * @throws KubernetesClientException if another status was written since, or the study is gone
   */
  TransferStudy write(TransferStudy study, TransferStudyStatus status) {
    TransferStudyStatus before = study.getStatus();
    if (status.equals(before)) {
      return study;
    }
    TransferStudy written = write(study, before, status);
    events.changed(study, before, status);
    return written;
  }

  /**
   * Writes a cell's status, if it differs; returns the cell as it is then.
   *
   * @throws KubernetesClientException if another status was written since, or the cell is gone
   */
  TransferCell write(TransferCell cell, TransferCellStatus status) {
    TransferCellStatus before = cell.getStatus();
    if (status.equals(before)) {
      return cell;
    }
    TransferCell written = write(cell, before, status);
    events.changed(cell, before, status);
    return written;
  }

  private <R extends CustomResource<?, S>, S> R write(R object, @Nullable S before, S after) {
    R written;
    try {
      written = patch(object, before, after);
    } catch (KubernetesClientException e) {
      R live = e.getCode() == HttpURLConnection.HTTP_CONFLICT ? live(object) : null;
      if (live == null
          || !Objects.equals(live.getStatus(), before)
          || !live.getMetadata().getUid().equals(object.getMetadata().getUid())) {
        throw e;
      }
      written = patch(live, before, after); // only its spec or its metadata had changed
    }
    caches.remember(written);
    return written;
  }

  @SuppressWarnings("unchecked")
  private <R extends CustomResource<?, ?>> @Nullable R live(R object) {
    return (R) client.resource(object).get();
  }

  private <R extends CustomResource<?, S>, S> R patch(R object, @Nullable S before, S after) {
    var metadata = object.getMetadata();
    var patch =
        Map.of(
            "metadata",
            Map.of("uid", metadata.getUid(), "resourceVersion", metadata.getResourceVersion()),
            "status",
            MergePatch.between(before == null ? Map.of() : tree(before), tree(after)));
    // Of the object, not of its name: for a name alone the client reads the object first.
    return client
        .resource(object)
        .subresource("status")
        .patch(MERGE, client.getKubernetesSerialization().asJson(patch));
  }

  private Map<?, ?> tree(Object status) {
    return client.getKubernetesSerialization().convertValue(status, Map.class);
  }
}
