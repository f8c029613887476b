package io.transferstudy.operator.job;

import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import io.transferstudy.api.v1alpha1.TransferStudySpec;
import io.transferstudy.api.v1alpha1.WorkerSpec;
import io.transferstudy.study.plan.Action;
import io.transferstudy.study.work.Stage;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A worker's resources: as many CPUs as threads and 2Gi of memory, requested and as the limit,
 * unless the manifest says otherwise; GPUs only when it asks for them, and never for a gate, which
 * computes a few images, nor to prepare a data set.
 */
final class WorkerResources {
  private static final String GPU = "nvidia.com/gpu";
  private static final Quantity MEMORY = new Quantity("2Gi");

  private WorkerResources() {}

  static ResourceRequirements of(TransferStudySpec spec, Action.Start start) {
    ResourceRequirements all = of(spec.worker(), start.threads());
    // So that a node without the room is not chosen, and a pod is not evicted for what it uses.
    NodeScratch.of(spec, start.stage())
        .ifPresent(scratch ->
            all.getRequests()
                .merge(NodeScratch.RESOURCE, scratch.sizeLimit(), WorkerResources::larger));
    if (start.stage() instanceof Stage.Gate || start.stage() instanceof Stage.Prepare) {
      all.getRequests().remove(GPU);
      all.getLimits().remove(GPU);
    }
    return all;
  }

  private static ResourceRequirements of(@Nullable WorkerSpec worker, int threads) {
    Map<String, Quantity> given =
        worker == null || worker.resources() == null ? null : worker.resources().requests();
    Map<String, Quantity> givenLimits =
        worker == null || worker.resources() == null ? null : worker.resources().limits();
    var limits = new HashMap<String, Quantity>();
    limits.put("cpu", new Quantity(String.valueOf(threads)));
    limits.put("memory", MEMORY);
    if (worker != null && worker.gpus() != null && worker.gpus() > 0) {
      limits.put(GPU, new Quantity(String.valueOf(worker.gpus())));
    }
    if (givenLimits != null) {
      limits.putAll(givenLimits);
    }
    var requests = new HashMap<>(limits);
    if (given != null) {
      requests.putAll(given);
      // A request above the default limit means that the default was too small.
      given.forEach((resource, quantity) -> {
        Quantity limit = limits.get(resource);
        if (limit != null
            && (givenLimits == null || !givenLimits.containsKey(resource))
            && amount(quantity).compareTo(amount(limit)) > 0) {
          limits.put(resource, quantity);
        }
      });
    }
    return new ResourceRequirementsBuilder().withRequests(requests).withLimits(limits).build();
  }

  private static Quantity larger(Quantity one, Quantity other) {
    return amount(one).compareTo(amount(other)) >= 0 ? one : other;
  }

  private static BigDecimal amount(Quantity quantity) {
    return Quantity.getAmountInBytes(quantity);
  }
}
