package io.transferstudy.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A data set that a study verifies and packs once. Components as in {@link TransferCellStatus}.
 *
 * @param definition digest of all in the manifest that can change the result
 * @param images that were packed
 * @param found images, broken ones included
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DatasetStatus(
    String dataset,
    @Nullable String definition,
    @Nullable String phase,
    @Nullable Integer attempt,
    @Nullable Integer freeAttempts,
    @Nullable String reason,
    @Nullable String message,
    @Nullable Integer images,
    @Nullable Integer found,
    @Nullable Double seconds,
    @Nullable String resultKey,
    @Nullable String artifacts,
    @Nullable String startedAt,
    @Nullable String finishedAt,
    @Nullable String jobName,
    @Nullable Integer outOfMemoryAttempts,
    @Nullable List<String> failedNodes)
    implements SharedStatus {
  @Override
  public String subject() {
    return dataset;
  }

  @Override
  public @Nullable Integer correct() {
    return images;
  }

  @Override
  public @Nullable Integer total() {
    return found;
  }

  @Override
  public @Nullable String device() {
    return null;
  }

  @Override
  public @Nullable String weightsSha256() {
    return null;
  }

  @Override
  public @Nullable Double gpuSeconds() {
    return null;
  }
}
