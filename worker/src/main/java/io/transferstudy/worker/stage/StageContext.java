package io.transferstudy.worker.stage;

import io.transferstudy.study.work.WorkRequest;
import io.transferstudy.worker.download.DownloadRules;
import io.transferstudy.worker.engine.Device;
import io.transferstudy.worker.engine.Engine;
import io.transferstudy.worker.image.InputWait;
import io.transferstudy.worker.trial.TorchScriptRules;
import java.nio.file.Path;

/**
 * What every stage is given.
 *
 * @param request what to do
 * @param artifacts where results go, fenced for this attempt
 * @param cancellation whether the process was asked to end
 * @param progress where to tell how far it is
 * @param downloads where weights may come from
 * @param programs whether models may be programs, and how one is tried
 * @param scratch where packs are copied to
 * @param input how long was waited for images
 * @param started nanosecond clock at the start of the process's work
 */
record StageContext(
    WorkRequest request,
    ArtifactStore artifacts,
    Cancellation cancellation,
    ProgressLine progress,
    DownloadRules downloads,
    TorchScriptRules programs,
    Scratch scratch,
    InputWait input,
    long started) {

  /** The engine, loaded when it is first needed: an answer that is there already needs none. */
  Engine engine() {
    return Engine.start(request.threads(), Device.detect());
  }

  Path dataFolder() {
    return Path.of(request.folders().data());
  }

  Path weightsFolder() {
    return Path.of(request.folders().weights());
  }

  Path artifactsFolder() {
    return Path.of(request.folders().artifacts());
  }

  /** Wall clock of this attempt so far. */
  double seconds() {
    return (System.nanoTime() - started) / 1e9;
  }
}
