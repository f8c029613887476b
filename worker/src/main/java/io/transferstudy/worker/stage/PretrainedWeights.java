package io.transferstudy.worker.stage;

import io.transferstudy.study.work.Weights;
import io.transferstudy.worker.weights.FileDigest;
import io.transferstudy.worker.weights.WeightsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A weights file that was found and checked against its announced digest.
 *
 * @param file where it lies
 * @param sha256 of its bytes
 */
record PretrainedWeights(Path file, String sha256) {

  static PretrainedWeights locate(Weights weights, StageContext context) throws IOException {
    return switch (weights) {
      case Weights.File(var path, var sha256) ->
          locate(context.weightsFolder().resolve(path), sha256 == null ? "" : sha256);
      case Weights.Artifact(var path, var sha256) ->
          locate(context.artifactsFolder().resolve(path), sha256);
    };
  }

  private static PretrainedWeights locate(Path file, String expected) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new WeightsException(
          file + ": no such weights file; paths are relative to the weights folder");
    }
    if (!expected.isEmpty()) {
      FileDigest.require(file, expected);
      return new PretrainedWeights(file, expected);
    }
    return new PretrainedWeights(file, FileDigest.sha256(file));
  }
}
