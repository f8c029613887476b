package io.transferstudy.operator.study;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.transferstudy.api.v1alpha1.TransferCell;
import io.transferstudy.api.v1alpha1.TransferCellStatus;
import io.transferstudy.api.v1alpha1.TransferStudy;
import io.transferstudy.api.v1alpha1.TransferStudyStatus;
import io.transferstudy.operator.event.EventRecorder;
import io.transferstudy.operator.job.Apply;

/** Writes status by server-side apply from a fresh object, and nothing where nothing changed. */
final class StatusWriter {
  private final KubernetesClient client;
  private final Caches caches;
  private final EventRecorder events;

  StatusWriter(KubernetesClient client, Caches caches, EventRecorder events) {
    this.client = client;
    this.caches = caches;
    this.events = events;
  }

  /** Writes a study's status; returns the study as it is then. */
  TransferStudy write(TransferStudy study, TransferStudyStatus status) {
    if (status.equals(study.getStatus())) {
      return study;
    }
    var fresh = named(new TransferStudy(), study);
    fresh.setStatus(status);
    TransferStudy written = apply(fresh);
    events.changed(study, study.getStatus(), status);
    return written;
  }

  /** Writes a cell's status; returns the cell as it is then. */
  TransferCell write(TransferCell cell, TransferCellStatus status) {
    if (status.equals(cell.getStatus())) {
      return cell;
    }
    var fresh = named(new TransferCell(), cell);
    TransferCellStatus before = cell.getStatus();
    fresh.setStatus(status);
    TransferCell written = apply(fresh);
    events.changed(cell, before, status);
    return written;
  }

  private <R extends CustomResource<?, ?>> R apply(R fresh) {
    R written = client.resource(fresh).subresource("status").patch(Apply.AS_OPERATOR);
    caches.remember(written);
    return written;
  }

  /** With the UID, so that a status never reaches an object that was made again under the name. */
  private static <R extends HasMetadata> R named(R fresh, HasMetadata object) {
    fresh.setMetadata(
        new ObjectMetaBuilder()
            .withName(object.getMetadata().getName())
            .withNamespace(object.getMetadata().getNamespace())
            .withUid(object.getMetadata().getUid())
            .build());
    return fresh;
  }
}
