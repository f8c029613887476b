package io.transferstudy.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a study does once for a model: training it, or checking its weights. Components as in {@link
 * TransferCellStatus}.
 *
 * @param definition digest of all in the manifest that can change the result
 * @param correct test images of a pretraining classified correctly, known outputs of given weights
 *     reproduced
 * @param total of them
 * @param weightsSha256 digest of the trained or checked weights
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ModelStatus(
    String model,
    @Nullable String definition,
    @Nullable String phase,
    @Nullable Integer attempt,
    @Nullable Integer freeAttempts,
    @Nullable String reason,
    @Nullable String message,
    @Nullable Integer correct,
    @Nullable Integer total,
    @Nullable Double seconds,
    @Nullable String device,
    @Nullable String resultKey,
    @Nullable String artifacts,
    @Nullable String weightsSha256,
    @Nullable String startedAt,
    @Nullable String finishedAt,
    @Nullable String jobName,
    @Nullable Integer outOfMemoryAttempts,
    @Nullable List<String> failedNodes,
    @Nullable Double gpuSeconds)
    implements SharedStatus {
  @Override
  public String subject() {
    return model;
  }
}
