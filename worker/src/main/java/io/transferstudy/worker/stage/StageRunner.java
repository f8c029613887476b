package io.transferstudy.worker.stage;

import io.transferstudy.study.work.Outcome;
import io.transferstudy.study.work.Stage;
import io.transferstudy.study.work.WorkRequest;
import java.io.IOException;
import java.nio.file.Path;

/** Runs the stage of a request. */
public final class StageRunner {
  private final StageContext context;

  /**
   * @param request what to do
   * @param podUid of the pod, or of the local process: with the attempt the fence of what it writes
   * @param cancellation whether the process was asked to end
   */
  public StageRunner(WorkRequest request, String podUid, Cancellation cancellation) {
    var artifacts =
        new ArtifactStore(Path.of(request.folders().artifacts()), request.attempt() + "-" + podUid);
    this.context =
        new StageContext(request, artifacts, cancellation, new ProgressLine(), System.nanoTime());
  }

  /**
   * The stage's result; it is published before this returns.
   *
   * @throws IOException if a folder cannot be read or written
   */
  public Outcome.Success run() throws IOException {
    Outcome.Success success =
        switch (context.request().stage()) {
          case Stage.Pretrain stage -> new TrainingStage(context).run(stage);
          case Stage.Training stage -> new TrainingStage(context).run(stage);
          case Stage.FixedFeatures stage -> new FixedFeaturesStage(context).run(stage);
        };
    context.progress().at(1, success.reused() ? "reused" : "done");
    return success;
  }
}
