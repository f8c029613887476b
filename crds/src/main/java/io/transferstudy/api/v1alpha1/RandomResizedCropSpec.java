package io.transferstudy.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import org.jspecify.annotations.Nullable;

/**
 * A crop of random area and aspect ratio.
 *
 * @param minArea smallest part of the image's area; 0.08 when absent
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RandomResizedCropSpec(
    @Min(value = 0, inclusive = false) @Max(1) @Nullable Double minArea) {}
