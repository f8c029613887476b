package io.transferstudy.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import org.jspecify.annotations.Nullable;

/**
 * What the study may use up, in a cluster.
 *
 * @param gpuHours of all attempts, failed ones included: wall clock times {@code worker.gpus}; what
 *     runs when it is used up finishes. Without GPUs it never binds
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record BudgetSpec(
    @Required @Min(value = 0, inclusive = false) @Max(1_000_000_000) @Nullable Double gpuHours) {}
