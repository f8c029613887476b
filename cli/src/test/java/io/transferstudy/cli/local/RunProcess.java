package io.transferstudy.cli.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A real process of the command line with the stub worker, to be signalled and killed. */
final class RunProcess {
  private final Process process;
  private final Path output;

  private RunProcess(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  /** A manifest whose data sets are named after the stub's behaviours. */
  static Path manifest(Path directory, int parallelism, String... behaviours) throws IOException {
    String datasets =
        Stream.of(behaviours)
            .map(name -> "    - {name: %s, procedural: {task: textures}}\n".formatted(name))
            .collect(Collectors.joining());
    Path file = directory.resolve("stub.yaml");
    return Files.writeString(
        file,
        """
        apiVersion: transferstudy.io/v1alpha1
        kind: TransferStudy
        metadata: {name: stub}
        spec:
          models:
            - {name: m, architecture: resnet-8}
          datasets:
        %s  settings:
            - {name: random-init}
          parallelism: %d
        """
            .formatted(datasets, parallelism));
  }

  static RunProcess start(Path directory, String... arguments) throws IOException {
    var line = new ArrayList<>(List.of(WorkerCommand.thisJava().toString()));
    line.addAll(List.of("-XX:TieredStopAtLevel=1", "-Xmx128m", "-cp"));
    line.add(System.getProperty("java.class.path"));
    line.add(StubMain.class.getName());
    line.addAll(List.of(arguments));
    Path output = Files.createTempFile(directory, "output-", ".txt");
    var process =
        new ProcessBuilder(line)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    return new RunProcess(process, output);
  }

  /** Runs it to its end. */
  static RunProcess finished(Path directory, String... arguments) throws Exception {
    RunProcess run = start(directory, arguments);
    run.exit();
    return run;
  }

  int exit() throws InterruptedException {
    if (!process.waitFor(90, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("did not end; it said:\n" + output());
    }
    return process.exitValue();
  }

  /** SIGTERM. */
  void terminate() {
    process.destroy();
  }

  /** SIGKILL. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  String output() {
    try {
      return Files.readString(output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits for something that happens while it runs. */
  void await(String what, BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline || !process.isAlive()) {
        throw new AssertionError("not yet: " + what + "; it said:\n" + output());
      }
      Thread.sleep(20);
    }
  }
}
