package io.transferstudy.cli.local;

import io.transferstudy.study.json.Json;
import io.transferstudy.study.json.MalformedJsonException;
import io.transferstudy.study.work.Failure;
import io.transferstudy.study.work.Outcome;
import io.transferstudy.study.work.WorkRequest;
import io.transferstudy.study.work.WorkResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * One worker process of its own, outside any study.
 *
 * @param command how it is started
 * @param folder for its request, its message and its log
 */
public record SingleWorker(WorkerCommand command, Path folder) {

  /** Runs the request to its end. */
  public Outcome run(WorkRequest request) throws IOException, InterruptedException {
    Path requestFile = folder.resolve("request.json");
    Path message = folder.resolve("message.json");
    Path log = folder.resolve("log.txt");
    Files.writeString(requestFile, Json.write(request));
    Files.deleteIfExists(message); // of an earlier one in this folder
    var builder = new ProcessBuilder(command.line(requestFile));
    builder.environment().putAll(command.environment(message, request.threads()));
    Process process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    var killed = new Thread(process::destroyForcibly);
    Runtime.getRuntime().addShutdownHook(killed); // Ctrl-C leaves nothing behind
    int exit = process.waitFor();
    Runtime.getRuntime().removeShutdownHook(killed);
    try {
      return Json.read(Files.readString(message), WorkResult.class).outcome();
    } catch (IOException | MalformedJsonException e) {
      return new Outcome.Failed(
          new Failure(
              Failure.Kind.LOST,
              "the worker ended with exit code " + exit + " and said: " + lastLine(log)));
    }
  }

  private static String lastLine(Path log) throws IOException {
    return Files.readString(log).lines().reduce("", (_, line) -> line);
  }
}
