package io.transferstudy.worker;

import io.transferstudy.study.json.Json;
import io.transferstudy.study.json.MalformedJsonException;
import io.transferstudy.study.work.ExitCode;
import io.transferstudy.study.work.Failure;
import io.transferstudy.study.work.Outcome;
import io.transferstudy.study.work.WorkRequest;
import io.transferstudy.study.work.WorkResult;
import io.transferstudy.worker.stage.Cancellation;
import io.transferstudy.worker.stage.FailureReading;
import io.transferstudy.worker.stage.Sigterm;
import io.transferstudy.worker.stage.StageRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The worker process: {@code --request JSON} or {@code --request-file PATH}.
 *
 * <p>Environment: {@code TRANSFER_STUDY_MESSAGE}, the file of the result message (default {@code
 * /dev/termination-log}), and {@code POD_UID}, the fence of what it publishes. Exit codes are those
 * of {@link ExitCode}.
 */
public final class Main {
  private static final Logger log = LoggerFactory.getLogger(Main.class);

  private Main() {}

  public static void main(String[] args) {
    Sigterm cancellation = Sigterm.install();
    ExitCode exit = run(args, cancellation);
    cancellation.finished();
    if (!cancellation.getAsBoolean()) { // else the JVM is already on its way out, with 143
      System.exit(exit.code());
    }
  }

  private static ExitCode run(String[] args, Cancellation cancellation) {
    String podUid = environment("POD_UID", UUID.randomUUID().toString());
    Path message = Path.of(environment("TRANSFER_STUDY_MESSAGE", "/dev/termination-log"));
    WorkRequest request;
    try {
      request = Json.read(requestText(args), WorkRequest.class);
    } catch (MalformedJsonException | IllegalArgumentException | IOException e) {
      log.error("invalid request: {}", e.getMessage());
      return write(message, failed(null, podUid, Failure.Kind.INVALID_REQUEST, e));
    }
    try {
      Outcome.Success success = new StageRunner(request, podUid, cancellation).run();
      return write(message, result(request, podUid, success));
    } catch (Throwable e) {
      Failure failure = FailureReading.of(e);
      switch (failure.kind()) {
        case INTERNAL, OUT_OF_MEMORY -> log.error("{}", failure.message(), e);
        case INVALID_REQUEST,
            BAD_DATA,
            BAD_WEIGHTS,
            DIVERGED,
            TRANSIENT_IO,
            INTERRUPTED,
            DISRUPTED,
            DEADLINE,
            LOST ->
            log.error("{}: {}", failure.kind(), failure.message());
      }
      return write(message, result(request, podUid, new Outcome.Failed(failure)));
    }
  }

  private static String requestText(String[] args) throws IOException {
    if (args.length == 2 && args[0].equals("--request")) {
      return args[1];
    }
    if (args.length == 2 && args[0].equals("--request-file")) {
      return Files.readString(Path.of(args[1]));
    }
    throw new IllegalArgumentException("usage: worker (--request JSON | --request-file PATH)");
  }

  private static WorkResult failed(
      @Nullable WorkRequest request, String podUid, Failure.Kind kind, Exception e) {
    var failure = new Failure(kind, String.valueOf(e.getMessage()));
    return result(request, podUid, new Outcome.Failed(failure));
  }

  private static WorkResult result(@Nullable WorkRequest request, String podUid, Outcome outcome) {
    return request == null
        ? new WorkResult("", "", 0, podUid, outcome)
        : new WorkResult(request.studyUid(), request.work(), request.attempt(), podUid, outcome);
  }

  /**
   * The message file is opened as it is: a pod's termination log cannot be replaced by a rename.
   */
  private static ExitCode write(Path message, WorkResult result) {
    try {
      Files.writeString(message, Json.write(result));
    } catch (IOException e) {
      log.error("cannot write the result message {}", message, e);
      return ExitCode.TRANSIENT_IO;
    }
    return switch (result.outcome()) {
      case Outcome.Success _ -> ExitCode.DONE;
      case Outcome.Failed(Failure failure) -> ExitCode.of(failure.kind());
    };
  }

  private static String environment(String name, String otherwise) {
    String value = System.getenv(name);
    return value == null || value.isEmpty() ? otherwise : value;
  }
}
