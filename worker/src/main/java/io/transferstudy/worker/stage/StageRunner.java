package io.transferstudy.worker.stage;

import io.transferstudy.study.work.AllowedHosts;
import io.transferstudy.study.work.Outcome;
import io.transferstudy.study.work.Stage;
import io.transferstudy.study.work.WorkRequest;
import io.transferstudy.study.work.WorkerEnvironment;
import io.transferstudy.worker.download.DownloadRules;
import io.transferstudy.worker.image.ImageDecoder;
import io.transferstudy.worker.image.InputWait;
import io.transferstudy.worker.trial.TorchScriptRules;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the stage of a request. */
public final class StageRunner {
  private static final Logger log = LoggerFactory.getLogger(StageRunner.class);

  private final StageContext context;

  /**
   * @param request what to do
   * @param podUid of the pod, or of the local process: with the attempt the fence of what it writes
   * @param cancellation whether the process was asked to end
   */
  public StageRunner(WorkRequest request, String podUid, Cancellation cancellation) {
    this(
        request,
        podUid,
        cancellation,
        DownloadRules.of(allowedHosts()),
        TorchScriptRules.of(System.getenv()),
        Scratch.of(System.getenv()));
  }

  /** With other rules of what comes from elsewhere, and another place for copies. */
  StageRunner(
      WorkRequest request,
      String podUid,
      Cancellation cancellation,
      DownloadRules downloads,
      TorchScriptRules programs,
      Scratch scratch) {
    var artifacts =
        new ArtifactStore(Path.of(request.folders().artifacts()), request.attempt() + "-" + podUid);
    this.context =
        new StageContext(
            request,
            artifacts,
            cancellation,
            new ProgressLine(),
            downloads,
            programs,
            scratch,
            new InputWait(),
            System.nanoTime());
  }

  /** Asked before anything is done, so that a wrong setting is told at once. */
  private static String jpegDecoder() {
    try {
      return ImageDecoder.jpegDecoder();
    } catch (IllegalArgumentException e) {
      throw new InvalidRequestException(String.valueOf(e.getMessage()));
    }
  }

  private static AllowedHosts allowedHosts() {
    String hosts = System.getenv(WorkerEnvironment.DOWNLOAD_HOSTS);
    return hosts == null
        ? AllowedHosts.any()
        : new AllowedHosts(
            Stream.of(hosts.split(",", -1)).filter(host -> !host.isBlank()).toList());
  }

  /**
   * The stage's result; it is published before this returns.
   *
   * @throws IOException if a folder cannot be read or written
   */
  public Outcome.Success run() throws IOException {
    log.info("JPEGs are decoded by {}", jpegDecoder());
    if (context.request().stage() instanceof Stage.OfModel stage) {
      OwnNetwork.requireAllowed(stage.model(), context);
    }
    Outcome.Success success =
        switch (context.request().stage()) {
          case Stage.Prepare stage -> new PrepareStage(context).run(stage);
          case Stage.Gate stage -> new GateStage(context).run(stage);
          case Stage.Check stage -> new GateStage(context).run(stage);
          case Stage.Pretrain stage -> new TrainingStage(context).run(stage);
          case Stage.Training stage -> new TrainingStage(context).run(stage);
          case Stage.FixedFeatures stage -> new FixedFeaturesStage(context).run(stage);
        };
    if (context.input().images() > 0) {
      log.info(
          "waited {} s for {} images, of {} s",
          "%.1f".formatted(context.input().seconds()),
          context.input().images(),
          "%.1f".formatted(context.seconds()));
    }
    context.progress().at(1, success.reused() ? "reused" : "done");
    return success;
  }
}
