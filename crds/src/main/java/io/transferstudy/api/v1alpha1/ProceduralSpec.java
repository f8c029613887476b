package io.transferstudy.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/**
 * Images that the worker draws.
 *
 * @param task a task of the catalogue, such as textures
 * @param train number of training images; the task's when absent
 * @param test number of test images; the task's when absent
 * @param seed of the drawing; 1 when absent
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ProceduralSpec(
    @Required @Size(min = 1, max = 63) @Nullable String task,
    @Min(1) @Max(1_000_000) @Nullable Integer train,
    @Min(1) @Max(1_000_000) @Nullable Integer test,
    @Nullable Long seed) {}
