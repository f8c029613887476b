package io.transferstudy.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the study stands and what it found so far. Nothing in it grows with attempts.
 *
 * @param observedGeneration of the spec that this status is about
 * @param state in a word: Invalid, Pending, Running, Suspended, Estimated, BudgetExceeded or
 *     Complete
 * @param conditions Accepted, Progressing, Complete, Degraded, Suspended; BudgetExceeded where
 *     there is a budget; MissingClaim and SingleNode where that is so
 * @param counts of cells
 * @param progress ended of all cells, such as 317/468
 * @param best model and setting with the best mean log-odds so far
 * @param pretrained source models that the study trains
 * @param gates checks of given weights, before cells start from them
 * @param prepared data sets that the study verifies and packs
 * @param settings findings by setting
 * @param grid every cell, up to 1,000 of them
 * @param claimName the claim with the artifacts
 * @param gpuHoursUsed by the attempts that have ended, of the present grid; where GPUs are used
 * @param gpuHoursExpected of the complete study; once every setting has a finished cell
 * @param eta when it is expected to be complete, as a timestamp; changes only when work ends
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TransferStudyStatus(
    @Nullable Long observedGeneration,
    @Nullable String state,
    @Nullable List<StudyCondition> conditions,
    @Nullable CellCounts counts,
    @Nullable String progress,
    @Nullable String best,
    @Nullable List<ModelStatus> pretrained,
    @Nullable List<ModelStatus> gates,
    @Nullable List<DatasetStatus> prepared,
    @Nullable List<SettingStatus> settings,
    @Nullable GridStatus grid,
    @Nullable String claimName,
    @Nullable String gpuHoursUsed,
    @Nullable String gpuHoursExpected,
    @Nullable String eta) {}
