package io.transferstudy.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * A score in full precision, where it is none of top-1: that follows from the counts.
 *
 * @param value a fraction
 * @param standardError of the value, for the chance of drawing other test images
 * @param low lower end of its 95 % interval
 * @param high upper end of its 95 % interval
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ScoreStatus(
    @Nullable Double value,
    @Nullable Double standardError,
    @Nullable Double low,
    @Nullable Double high) {}
