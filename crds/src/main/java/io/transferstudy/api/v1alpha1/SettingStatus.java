package io.transferstudy.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was found in one setting.
 *
 * @param name of the setting
 * @param bestModel with the highest mean log-odds
 * @param meanLogOdds of that model
 * @param correlation of source accuracy with transfer accuracy, Pearson's r over models
 * @param r2 its square
 * @param low lower end of r's 95 % interval
 * @param high upper end of r's 95 % interval
 * @param models that the correlation is over
 * @param leaderboard the first ten models
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SettingStatus(
    String name,
    @Nullable String bestModel,
    @Nullable Double meanLogOdds,
    @Nullable Double correlation,
    @Nullable Double r2,
    @Nullable Double low,
    @Nullable Double high,
    @Nullable Integer models,
    @Nullable List<LeaderboardRow> leaderboard) {}
