package io.transferstudy.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the cell stands, and its score.
 *
 * @param phase Pending, Running, Succeeded or Failed
 * @param attempt of the last or current try; 0 before the first
 * @param freeAttempts those of them that were disruptions
 * @param reason in a word: the kind of the last failure, or what a running attempt waits for
 * @param message one line that names the thing and the remedy
 * @param score by the data set's metric, as people read it, such as {@code 0.8421}
 * @param scoreLow lower end of the 95 % interval
 * @param scoreHigh upper end of the 95 % interval
 * @param correct test examples classified correctly; where one shows several classes, that have one
 *     of these as their most likely class
 * @param total test examples
 * @param scoreKind the data set's metric: top1, mean-per-class or 11-point-map
 * @param chosen the hyper-parameters that validation chose
 * @param validationAccuracy score of the chosen point on validation, by the same metric
 * @param seconds wall clock of the attempt
 * @param device cpu or a GPU's name
 * @param resultKey digest of all that determines the result
 * @param artifacts folder of the result, relative to the artifacts folder
 * @param startedAt of the current or last attempt, RFC 3339
 * @param finishedAt of the last attempt, RFC 3339
 * @param jobName of the current or last attempt
 * @param outOfMemoryAttempts those that needed too much memory: each halves the parts of a batch
 *     that later ones compute at once
 * @param failedNodes the nodes of the last failures that speak against a node; one that is named
 *     twice is avoided
 * @param gpuSeconds of all attempts that have ended; absent where no GPU is used
 * @param scoreError standard error of the score
 * @param measured the score in full precision; absent of top-1
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TransferCellStatus(
    @Nullable String phase,
    @Nullable Integer attempt,
    @Nullable Integer freeAttempts,
    @Nullable String reason,
    @Nullable String message,
    @Nullable String score,
    @Nullable String scoreLow,
    @Nullable String scoreHigh,
    @Nullable Integer correct,
    @Nullable Integer total,
    @Nullable String scoreKind,
    @Nullable String chosen,
    @Nullable Double validationAccuracy,
    @Nullable Double seconds,
    @Nullable String device,
    @Nullable String resultKey,
    @Nullable String artifacts,
    @Nullable String startedAt,
    @Nullable String finishedAt,
    @Nullable String jobName,
    @Nullable Integer outOfMemoryAttempts,
    @Nullable List<String> failedNodes,
    @Nullable Double gpuSeconds,
    @Nullable String scoreError,
    @Nullable ScoreStatus measured) {}
