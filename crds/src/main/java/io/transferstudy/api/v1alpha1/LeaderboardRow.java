package io.transferstudy.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * A model's place in a setting.
 *
 * @param model of the grid
 * @param meanLogOdds over the data sets that count
 * @param meanAccuracy over the same
 * @param datasets that count: those in which every ranked model has a score
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record LeaderboardRow(
    String model,
    @Nullable Double meanLogOdds,
    @Nullable Double meanAccuracy,
    @Nullable Integer datasets) {}
