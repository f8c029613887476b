package io.transferstudy.operator.job;

import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.transferstudy.api.v1alpha1.TransferStudy;
import io.transferstudy.api.v1alpha1.TransferStudySpec;
import io.transferstudy.study.grid.Identity;
import io.transferstudy.study.grid.Study;
import io.transferstudy.study.plan.Definition;
import io.transferstudy.study.plan.Planner;
import io.transferstudy.study.work.WorkId;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * An accepted study with the names of its objects, made once per generation.
 *
 * @param namespace of the study and all that belongs to it
 * @param uid of the study
 * @param generation of the spec that this is made from
 * @param spec as accepted
 * @param study mapped
 * @param claimName the claim with the artifacts
 * @param definitions digest of each piece of work's definition, in the order of the plan
 * @param names of each piece of work's objects
 * @param claims what its claims mean for its pods
 */
public record Blueprint(
    String namespace,
    String uid,
    long generation,
    TransferStudySpec spec,
    Study study,
    String claimName,
    Map<WorkId, String> definitions,
    Map<WorkId, String> names,
    ClaimUse claims) {

  /** Makes it. */
  public static Blueprint of(
      TransferStudy resource, TransferStudySpec spec, Study study, String claimName) {
    var definitions = new LinkedHashMap<WorkId, String>();
    var names = new HashMap<WorkId, String>();
    String uid = resource.getMetadata().getUid();
    for (WorkId work : Planner.work(study)) {
      String definition = Definition.of(study, work).digest();
      definitions.put(work, definition);
      names.put(work, Identity.objectName(study.name(), uid, work.key() + "\n" + definition));
    }
    return new Blueprint(
        resource.getMetadata().getNamespace(),
        uid,
        resource.getMetadata().getGeneration(),
        spec,
        study,
        claimName,
        definitions,
        names,
        ClaimUse.FREE);
  }

  /** The same with its claims as they are now. */
  public Blueprint with(ClaimUse now) {
    return new Blueprint(
        namespace,
        uid,
        generation,
        spec,
        now.onePod() ? study.withParallelism(1) : study,
        claimName,
        definitions,
        names,
        now);
  }

  /** Digest of the definition, if the work is of this study. */
  public Optional<String> definition(WorkId work) {
    return Optional.ofNullable(definitions.get(work));
  }

  /**
   * Name of the work's objects: an edit that can change its result gives it another name, so that
   * nothing of the old definition is ever taken for the new one.
   *
   * @throws IllegalArgumentException if the work is not of this study
   */
  public String objectName(WorkId work) {
    return Optional.ofNullable(names.get(work))
        .orElseThrow(() -> new IllegalArgumentException("not of this study: " + work.key()));
  }

  /** The reference that makes an object this study's. */
  public OwnerReference owner() {
    return new OwnerReferenceBuilder()
        .withApiVersion(new TransferStudy().getApiVersion())
        .withKind(new TransferStudy().getKind())
        .withName(study.name())
        .withUid(uid)
        .withController(true)
        .withBlockOwnerDeletion(true)
        .build();
  }
}
