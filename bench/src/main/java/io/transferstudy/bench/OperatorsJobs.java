package io.transferstudy.bench;

import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.transferstudy.api.mapping.Catalogue;
import io.transferstudy.api.mapping.Mapping;
import io.transferstudy.api.mapping.StudyMapping;
import io.transferstudy.api.v1alpha1.TransferStudy;
import io.transferstudy.operator.config.OperatorConfig;
import io.transferstudy.operator.job.Blueprint;
import io.transferstudy.operator.job.WorkerJob;
import io.transferstudy.study.plan.Action;
import io.transferstudy.study.plan.Planner;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The Jobs that the operator would make of a study, for a bare client. */
final class OperatorsJobs {
  private OperatorsJobs() {}

  /** One for each cell. */
  static List<Job> of(PlayedStudy played, String namespace) {
    var study = Serialization.unmarshal(played.manifest(namespace), TransferStudy.class);
    study.getMetadata().setUid("00000000-0000-4000-8000-000000000000");
    study.getMetadata().setGeneration(1L);
    var mapping = StudyMapping.map(played.name(), study.getSpec(), Catalogue.shipped());
    if (!(mapping instanceof Mapping.Accepted(var accepted))) {
      throw new IllegalStateException(mapping.toString());
    }
    var config = OperatorConfig.from(Map.of("TRANSFER_STUDY_WORKER_IMAGE", "localhost/pause:1"));
    var blueprint = Blueprint.of(study, study.getSpec(), accepted, "artifacts");
    return Planner.plan(accepted.withParallelism(played.cells()), Map.of(), Instant.EPOCH).stream()
        .map(action -> WorkerJob.of(blueprint, (Action.Start) action, config, List.of()))
        .map(OperatorsJobs::withoutOwner)
        .toList();
  }

  /** There is no such study, so its Jobs would be collected as garbage. */
  private static Job withoutOwner(Job job) {
    job.getMetadata().setOwnerReferences(List.of());
    return job;
  }
}
