package io.transferstudy.worker.trial;

import io.transferstudy.study.work.WorkerEnvironment;
import java.time.Duration;
import java.util.Map;

/**
 * Whether models may be TorchScript files, and what one may take when it is tried.
 *
 * @param allowed by whoever runs this worker: such a file is a program
 * @param time of the trial's process, its start included
 * @param memoryBytes that two images may take, beyond the engine and the file
 */
public record TorchScriptRules(boolean allowed, Duration time, long memoryBytes) {
  private static final Duration TIME = Duration.ofMinutes(3);
  private static final long MEMORY = 4L << 30;

  /** A file is read, unpacked, and its tensors are moved. */
  private static final int COPIES = 4;

  /** Allowed where the environment says so in as many words. */
  public static TorchScriptRules of(Map<String, String> environment) {
    return new TorchScriptRules(
        "true".equals(environment.get(WorkerEnvironment.ALLOW_TORCHSCRIPT)), TIME, MEMORY);
  }

  /** For a file of that length. */
  public ModuleTrial trial(long fileBytes) {
    return new ModuleTrial(time, memoryBytes + COPIES * fileBytes);
  }
}
