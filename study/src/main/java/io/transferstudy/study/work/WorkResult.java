package io.transferstudy.study.work;

/**
 * A worker's message: at most {@link #MAX_BYTES} of JSON, a Kubernetes termination message or a
 * local file. Accepted only for the current attempt and pod.
 *
 * @param studyUid as requested
 * @param work as requested
 * @param attempt as requested
 * @param podUid the pod's UID, or the local process's own
 * @param outcome how it ended
 */
public record WorkResult(
    String studyUid, String work, int attempt, String podUid, Outcome outcome) {
  /** The limit of the kubelet for a container's termination message. */
  public static final int MAX_BYTES = 4_096;
}
