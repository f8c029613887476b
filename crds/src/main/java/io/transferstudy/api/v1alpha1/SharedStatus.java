package io.transferstudy.api.v1alpha1;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What both records of work that is done once in a study say, in the words of {@link ModelStatus}.
 */
public sealed interface SharedStatus permits ModelStatus, DatasetStatus {
  /** The name of the model or data set. */
  String subject();

  @Nullable String definition();

  @Nullable String phase();

  @Nullable Integer attempt();

  @Nullable Integer freeAttempts();

  @Nullable String reason();

  @Nullable String message();

  /** Of {@link #total}. */
  @Nullable Integer correct();

  @Nullable Integer total();

  @Nullable Double seconds();

  @Nullable String device();

  @Nullable String resultKey();

  @Nullable String artifacts();

  @Nullable String weightsSha256();

  @Nullable String startedAt();

  @Nullable String finishedAt();

  @Nullable String jobName();

  @Nullable Integer outOfMemoryAttempts();

  @Nullable List<String> failedNodes();

  @Nullable Double gpuSeconds();
}
