package io.transferstudy.operator.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Runs programs from the repository's root.
 *
 * @param environment added to this process's
 * @param log gets what they say
 */
record Shell(Map<String, String> environment, Path log) {
  static final Path ROOT = Path.of("").toAbsolutePath().getParent();
  private static final int LINES_SHOWN = 30;

  /**
   * Runs a program to its end and returns what it printed.
   *
   * @throws AssertionError with the end of its output if it fails or takes too long
   */
  String run(Duration patience, List<String> command) {
    try {
      Path out = Files.createTempFile("transfer-study-e2e", ".out");
      try {
        boolean ended = false;
        Process process = start(out, command);
        try {
          ended = process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
        } finally {
          process.destroy();
        }
        String said = Files.readString(out);
        Files.writeString(
            log,
            "$ " + String.join(" ", command) + "\n" + said,
            java.nio.file.StandardOpenOption.CREATE,
            java.nio.file.StandardOpenOption.APPEND);
        if (!ended || process.exitValue() != 0) {
          String how = ended ? "exit code " + process.exitValue() : "not done after " + patience;
          List<String> lines = said.lines().toList();
          throw new AssertionError(
              "%s: %s%n%s"
                  .formatted(
                      String.join(" ", command),
                      how,
                      String.join(
                          "\n",
                          lines.subList(Math.max(0, lines.size() - LINES_SHOWN), lines.size()))));
        }
        return said;
      } finally {
        Files.delete(out);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted in " + command, e);
    }
  }

  /** Starts a program that writes to a file. */
  Process start(Path out, List<String> command) throws IOException {
    var builder = new ProcessBuilder(command).directory(ROOT.toFile()).redirectErrorStream(true);
    builder.environment().putAll(environment);
    return builder.redirectOutput(out.toFile()).start();
  }
}
