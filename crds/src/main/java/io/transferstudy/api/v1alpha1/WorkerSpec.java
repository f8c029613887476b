package io.transferstudy.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.Toleration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The worker: threads everywhere, the rest in a cluster only.
 *
 * @param threads of the engine; part of the request, because it moves results; 1 when absent
 * @param image instead of the operator's, if its config allows it
 * @param gpus of {@code nvidia.com/gpu} for each pod; 0 when absent
 * @param resources over the defaults: cpu as many as threads, memory 2Gi; of cpu, memory and
 *     ephemeral-storage only
 * @param nodeSelector labels of allowed nodes
 * @param tolerations of taints
 * @param priorityClassName of the pods
 * @param labels additional, of the pods
 * @param annotations additional, of the pods
 * @param imagePullSecrets names of secrets
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record WorkerSpec(
    @Min(1) @Max(256) @Nullable Integer threads,
    @Size(min = 1, max = 512) @Nullable String image,
    @Min(0) @Max(64) @Nullable Integer gpus,
    @Nullable ResourcesSpec resources,
    @Nullable Map<String, String> nodeSelector,
    @Size(max = 50) @Nullable List<Toleration> tolerations,
    @Size(min = 1, max = 253) @Nullable String priorityClassName,
    @Nullable Map<String, String> labels,
    @Nullable Map<String, String> annotations,
    @Size(max = 20) @Nullable List<@Size(min = 1, max = 253) String> imagePullSecrets) {}
