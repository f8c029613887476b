package io.transferstudy.cli.local;

import io.transferstudy.study.json.Json;
import io.transferstudy.study.work.CheckedWeights;
import io.transferstudy.study.work.ExitCode;
import io.transferstudy.study.work.Failure;
import io.transferstudy.study.work.Outcome;
import io.transferstudy.study.work.Stage;
import io.transferstudy.study.work.WorkRequest;
import io.transferstudy.study.work.WorkResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import sun.misc.Signal;

/**
 * A worker that keeps the contract and trains nothing: the name of its data set says how it
 * behaves, so that what the executor makes of it can be tested without an engine.
 */
public final class StubWorker {
  private StubWorker() {}

  public static void main(String[] args) throws Exception {
    var request = Json.read(Files.readString(Path.of(args[1])), WorkRequest.class);
    String behaviour =
        switch (request.stage()) {
          case Stage.Prepare _, Stage.Gate _, Stage.Pretrain _ -> "quick";
          case Stage.Check stage -> stage.labelled() == null ? "fails-check" : "checks";
          case Stage.FixedFeatures stage -> stage.data().dataset().name();
          case Stage.Training stage -> stage.data().dataset().name();
        };
    if (Boolean.getBoolean("stub.obeys")) {
      obey(request);
    }
    System.out.println("log line of " + request.work());
    System.out.println("progress {\"fraction\":0.5,\"note\":\"half way\"}");
    switch (behaviour) {
      case "crash" -> {
        System.out.println("Exception: something broke");
        System.exit(1);
      }
      case "silent" -> System.exit(0);
      case "killed" -> Runtime.getRuntime().halt(137);
      case "bad-data" -> {
        var failure = new Failure(Failure.Kind.BAD_DATA, "cat/3.png is truncated");
        say(request, System.getenv("POD_UID"), new Outcome.Failed(failure));
        System.exit(ExitCode.BAD_DATA.code());
      }
      case "fails-check" -> {
        var failure = new Failure(Failure.Kind.BAD_WEIGHTS, "w.pth: known output 1 of 2 is wrong");
        say(request, "pod", new Outcome.Failed(failure));
        System.exit(ExitCode.BAD_WEIGHTS.code());
      }
      case "checks" -> {
        var found =
            new CheckedWeights(
                2,
                true,
                2e-6,
                "the stub's own weights",
                new CheckedWeights.Speed(0.25, 40, 10.0),
                new CheckedWeights.Recognition(1_000, 700, 900, 33));
        Path folder = Path.of(request.folders().artifacts(), "results", request.work());
        Files.createDirectories(folder);
        Files.writeString(folder.resolve(CheckedWeights.FILE), Json.write(found));
        say(request, "pod", success(request));
      }
      case "stale" -> say(request, "another-pod", success(request));
      case "once-interrupted" -> {
        if (request.attempt() == 1) {
          System.exit(143);
        }
        say(request, System.getenv("POD_UID"), success(request));
      }
      case "endless" -> endless(request, true);
      case "deaf" -> endless(request, false);
      default -> say(request, System.getenv("POD_UID"), success(request));
    }
  }

  /** Waits until a test has written down what to say. */
  private static void obey(WorkRequest request) throws IOException, InterruptedException {
    Path order = Path.of("order.json");
    while (!Files.exists(order)) {
      Thread.sleep(5);
    }
    var outcome = Json.read(Files.readString(order), WorkResult.class).outcome();
    if (outcome instanceof Outcome.Success success) {
      Files.createDirectories(Path.of(request.folders().artifacts()).resolve(success.artifacts()));
    }
    say(request, System.getenv("POD_UID"), outcome);
    System.exit(
        outcome instanceof Outcome.Failed(Failure failure)
            ? ExitCode.of(failure.kind()).code()
            : ExitCode.DONE.code());
  }

  private static void endless(WorkRequest request, boolean listens) throws InterruptedException {
    Signal.handle(
        new Signal("TERM"),
        signal -> {
          if (listens) {
            try {
              var failure = new Failure(Failure.Kind.INTERRUPTED, "checkpoint written");
              say(request, System.getenv("POD_UID"), new Outcome.Failed(failure));
            } catch (IOException e) {
              Runtime.getRuntime().halt(1);
            }
            Runtime.getRuntime().halt(143);
          }
        });
    System.out.println("progress {\"fraction\":0.6,\"note\":\"waiting\"}");
    new CountDownLatch(1).await();
  }

  private static Outcome success(WorkRequest request) throws IOException {
    classes(Path.of(request.folders().artifacts()).resolve("results/" + request.work()));
    boolean prepares = request.stage() instanceof Stage.Prepare;
    boolean pretrains = request.stage() instanceof Stage.Pretrain;
    return new Outcome.Success(
        "0".repeat(64),
        prepares ? 100 : Math.floorMod(request.work().hashCode(), 80) + 10,
        100,
        null,
        null,
        0.1,
        "cpu",
        false,
        "results/" + request.work(),
        pretrains ? "1".repeat(64) : null,
        null,
        request.work().endsWith("uneven") ? List.of("it is uneven", "it is small") : null);
  }

  private static void classes(Path folder) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(
        folder.resolve("per-class.csv"),
        """
        class,test_images,accuracy
        sparrow,50,0.75
        "finch, ""red""\",50,0.5
        wren,0,
        """);
  }

  private static void say(WorkRequest request, String podUid, Outcome outcome) throws IOException {
    var result =
        new WorkResult(request.studyUid(), request.work(), request.attempt(), podUid, outcome);
    Files.writeString(Path.of(System.getenv("TRANSFER_STUDY_MESSAGE")), Json.write(result));
  }
}
