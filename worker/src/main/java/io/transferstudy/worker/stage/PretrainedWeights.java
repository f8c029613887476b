package io.transferstudy.worker.stage;

import io.transferstudy.study.grid.Model;
import io.transferstudy.study.grid.ModelSource;
import io.transferstudy.study.work.Weights;
import io.transferstudy.worker.download.Downloaded;
import io.transferstudy.worker.download.Downloads;
import io.transferstudy.worker.weights.FileDigest;
import io.transferstudy.worker.weights.WeightsException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A weights file that was found and checked against its announced digest.
 *
 * @param file where it lies
 * @param sha256 of its bytes
 * @param name for people
 */
record PretrainedWeights(Path file, String sha256, String name) {
  /** What a gate checks: downloaded first, if it comes from elsewhere. */
  static PretrainedWeights given(Model model, StageContext context) throws IOException {
    return switch (model.source()) {
      case ModelSource.WeightsFile(var path, var sha256) ->
          locate(new Weights.File(path, sha256), context);
      case ModelSource.TorchScript own ->
          locate(new Weights.File(own.path(), own.sha256()), context);
      case ModelSource.Download(var uri, var sha256) -> downloaded(uri, sha256, context);
      case ModelSource.Pretrained _, ModelSource.None _ ->
          throw new InvalidRequestException("model " + model.name() + " has no weights to check");
    };
  }

  static PretrainedWeights locate(Weights weights, StageContext context) throws IOException {
    return switch (weights) {
      case Weights.File(var path, var sha256) ->
          located(context.weightsFolder().resolve(path), sha256);
      case Weights.Downloaded(var uri, var announced, var sha256) -> {
        Optional<Downloaded> cached =
            downloads(context).cached(uri, announced).filter(d -> d.sha256().equals(sha256));
        // Somebody has emptied the cache since the gate: only the very same bytes will do.
        yield cached.isPresent()
            ? new PretrainedWeights(cached.get().path(), sha256, uri)
            : downloaded(uri, sha256, context);
      }
      case Weights.Artifact(var path, var sha256) ->
          located(context.artifactsFolder().resolve(path), sha256);
    };
  }

  private static PretrainedWeights downloaded(
      String uri, @Nullable String sha256, StageContext context) {
    try {
      Downloaded downloaded = downloads(context).fetch(uri, sha256);
      return new PretrainedWeights(downloaded.path(), downloaded.sha256(), uri);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedStageException();
    }
  }

  private static Downloads downloads(StageContext context) {
    return new Downloads(Path.of(context.request().folders().downloads()), context.downloads());
  }

  private static PretrainedWeights located(Path file, @Nullable String expected)
      throws IOException {
    if (Files.isDirectory(file)) {
      throw new WeightsException(file + ": a folder; name the weights file in it");
    }
    if (!Files.isRegularFile(file)) {
      throw new WeightsException(
          file + ": no such weights file; paths are relative to the weights folder");
    }
    try {
      if (expected != null) {
        FileDigest.require(file, expected);
      }
      String sha256 = expected == null ? FileDigest.sha256(file) : expected;
      return new PretrainedWeights(file, sha256, file.toString());
    } catch (AccessDeniedException e) {
      throw WeightsException.notAllowed(file, e);
    }
  }
}
