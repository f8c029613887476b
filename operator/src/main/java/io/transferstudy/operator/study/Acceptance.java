package io.transferstudy.operator.study;

import io.transferstudy.api.mapping.Catalogue;
import io.transferstudy.api.mapping.ClusterRules;
import io.transferstudy.api.mapping.Mapping;
import io.transferstudy.api.mapping.StudyMapping;
import io.transferstudy.api.mapping.Violation;
import io.transferstudy.api.v1alpha1.TransferStudy;
import io.transferstudy.api.v1alpha1.TransferStudySpec;
import io.transferstudy.operator.config.LiveConfig;
import io.transferstudy.operator.config.OperatorConfig;
import io.transferstudy.operator.job.Blueprint;
import io.transferstudy.study.grid.Study;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides whether a study can be run, once per generation and config. */
final class Acceptance {
  private static final Logger LOG = LoggerFactory.getLogger(Acceptance.class);

  private final Catalogue catalogue;
  private final LiveConfig config;

  private record Decided(OperatorConfig config, Decision decision) {}

  private final Map<String, Decided> decided = new ConcurrentHashMap<>();

  Acceptance(Catalogue catalogue, LiveConfig config) {
    this.catalogue = catalogue;
    this.config = config;
  }

  /** A decision about one generation of a study. */
  sealed interface Decision {
    /** The spec that it is about. */
    long generation();

    /** It can be run. */
    record Accepted(long generation, Blueprint blueprint) implements Decision {}

    /** It must be changed first. */
    record Refused(long generation, List<Violation> violations) implements Decision {}
  }

  Decision of(TransferStudy study) {
    OperatorConfig now = config.now();
    return decided
        .compute(
            study.getMetadata().getUid(),
            (_, before) ->
                before != null
                        && before.decision().generation() == study.getMetadata().getGeneration()
                        && before.config().equals(now)
                    ? before
                    : new Decided(now, decide(study, now)))
        .decision();
  }

  /** Forgets a study that is gone. */
  void forget(String uid) {
    decided.remove(uid);
  }

  private Decision decide(TransferStudy resource, OperatorConfig config) {
    long generation = resource.getMetadata().getGeneration();
    var unreadable = TolerantReading.problem(resource);
    if (unreadable.isPresent()) {
      LOG.warn(
          "study {}/{} cannot be read: {}",
          resource.getMetadata().getNamespace(),
          resource.getMetadata().getName(),
          unreadable.get());
      return new Decision.Refused(
          generation, List.of(new Violation("spec", "cannot be read: " + unreadable.get())));
    }
    var spec = resource.getSpec();
    return switch (StudyMapping.map(resource.getMetadata().getName(), spec, catalogue)) {
      case Mapping.Rejected(var violations) -> new Decision.Refused(generation, violations);
      case Mapping.Accepted(Study study) -> {
        List<Violation> more =
            ClusterRules.check(resource.getMetadata().getNamespace(), spec, study, config.policy());
        yield more.isEmpty()
            ? new Decision.Accepted(
                generation,
                Blueprint.of(
                    resource, spec, limited(study, spec, config), ArtifactClaim.name(spec)))
            : new Decision.Refused(generation, more);
      }
    };
  }

  private static Study limited(Study study, TransferStudySpec spec, OperatorConfig config) {
    int wanted = spec.parallelism() == null ? config.parallelism() : study.limits().parallelism();
    return study.withParallelism(Math.min(wanted, config.parallelism()));
  }
}
