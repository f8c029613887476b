package io.transferstudy.worker.trial;

import io.transferstudy.study.json.Json;
import io.transferstudy.study.json.MalformedJsonException;
import io.transferstudy.worker.trial.TrialOutcome.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Tries models, each in a process of its own. Linux only: elsewhere memory has no limit. */
public final class ModuleTrial {
  private final Duration time;
  private final long memoryBytes;

  /**
   * @param time of the whole process, its start included
   * @param memoryBytes that loading and one batch of two images may take beyond the engine itself
   */
  public ModuleTrial(Duration time, long memoryBytes) {
    this.time = time;
    this.memoryBytes = memoryBytes;
  }

  /**
   * Loads a TorchScript file and computes the features of two generated images.
   *
   * @param imageSize height and width of the images in pixels
   * @throws IOException if no process can be started
   * @throws InterruptedException if the thread was interrupted; the process has ended then
   */
  public TrialOutcome of(Path file, int imageSize) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("transfer-study-trial-");
    try {
      Path report = folder.resolve("report.json");
      Process process = start(file, imageSize, folder, report);
      try {
        boolean ended = process.waitFor(time.toMillis() + 1_000, TimeUnit.MILLISECONDS);
        return ended && process.exitValue() == 0
            ? Json.read(Files.readString(report), TrialReport.class).outcome()
            : unreported(ended ? process.exitValue() : TrialMain.TIME_IS_UP);
      } catch (MalformedJsonException e) {
        return new TrialOutcome.Refused(Reason.CRASHED, "its process left no report");
      } finally {
        process.destroyForcibly().waitFor();
      }
    } finally {
      delete(folder);
    }
  }

  private TrialOutcome unreported(int exit) {
    return exit == TrialMain.TIME_IS_UP
        ? new TrialOutcome.Refused(
            Reason.TOO_SLOW, "it was not done with two images after " + time.toSeconds() + " s")
        : new TrialOutcome.Refused(
            Reason.CRASHED, "its process ended with " + exit + " and without a report");
  }

  private Process start(Path file, int imageSize, Path folder, Path report) throws IOException {
    var builder =
        new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:-CreateCoredumpOnCrash",
                "-XX:ErrorFile=" + folder.resolve("crash.log"),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                TrialMain.class.getName(),
                file.toAbsolutePath().toString(),
                Integer.toString(imageSize),
                Long.toString(memoryBytes),
                Long.toString(time.toMillis()),
                report.toString()));
    builder.environment().put("OPT_OUT_TRACKING", "true");
    // What the model prints is not kept: it may print without end.
    return builder
        .directory(folder.toFile())
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private static void delete(Path folder) throws IOException {
    try (var inside = Files.walk(folder)) {
      for (Path path : inside.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
