package io.transferstudy.bench;

import io.transferstudy.operator.Main;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

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
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(imageOptions());
    command.addAll(
        List.of(
            "-Xmx" + heap,
            "-cp",
            System.getProperty("java.class.path"),
            "io.transferstudy.operator.Main"));
    var builder = new ProcessBuilder(command);
    var environment = builder.environment();
    environment.put("KUBECONFIG", kubeconfig.toString());
    environment.put("TRANSFER_STUDY_WORKER_IMAGE", "localhost/pause:1");
    environment.put("TRANSFER_STUDY_PARALLELISM", String.valueOf(parallelism));
    environment.put("TRANSFER_STUDY_HTTP_PORT", String.valueOf(httpPort));
    return builder.redirectErrorStream(true);
  }

  /** What the operator's image starts it with. */
  private static List<String> imageOptions() {
    try (var file = Main.class.getResourceAsStream("/jvm.options")) {
      return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
