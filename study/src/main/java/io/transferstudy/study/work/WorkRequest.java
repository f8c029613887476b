package io.transferstudy.study.work;

/**
 * One request to one worker process.
 *
 * @param studyUid the study's UID, so that two studies never take each other's results
 * @param study the study's name, for people
 * @param work {@link WorkId#key()}
 * @param attempt counted from 1 by the planner; with the pod's UID it is the fence of results
 * @param stage what to do
 * @param seed of initialisation, order and augmentation
 * @param folders where things lie in the worker's file system
 * @param threads of the engine: equal in all executors, because it moves results
 * @param microBatchDivisor into how many parts each batch is divided, so that it fits into memory;
 *     a training step still sees the whole batch. 1 unless an attempt ran out of memory
 */
public record WorkRequest(
    String studyUid,
    String study,
    String work,
    int attempt,
    Stage stage,
    long seed,
    Folders folders,
    int threads,
    int microBatchDivisor) {

  public WorkRequest {
    if (microBatchDivisor < 1) {
      throw new IllegalArgumentException(
          "microBatchDivisor must be at least 1, got " + microBatchDivisor);
    }
  }

  /**
   * @param data data sets, read only
   * @param weights weights files, read only
   * @param artifacts results, pretrained weights and checkpoints
   * @param downloads weights from elsewhere, written by gates only
   */
  public record Folders(String data, String weights, String artifacts, String downloads) {}
}
