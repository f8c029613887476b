package io.transferstudy.bench;

import java.nio.file.Path;
import java.util.List;

/** How the benches start the operator: as a process with their own class path. */
public final class OperatorCommand {
  private OperatorCommand() {}

  /**
   * A process to start, with what every operator needs in its environment.
   *
   * @param heap such as 256m
   * @param parallelism workers of one study
   * @param httpPort 0 for any free one
   */
  public static ProcessBuilder of(Path kubeconfig, String heap, int parallelism, int httpPort) {
    var builder =
        new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heap,
                "-cp",
                System.getProperty("java.class.path"),
                "io.transferstudy.operator.Main"));
    var environment = builder.environment();
    environment.put("KUBECONFIG", kubeconfig.toString());
    environment.put("TRANSFER_STUDY_WORKER_IMAGE", "localhost/pause:1");
    environment.put("TRANSFER_STUDY_PARALLELISM", String.valueOf(parallelism));
    environment.put("TRANSFER_STUDY_HTTP_PORT", String.valueOf(httpPort));
    return builder.redirectErrorStream(true);
  }
}
