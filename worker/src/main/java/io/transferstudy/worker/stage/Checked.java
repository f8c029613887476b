package io.transferstudy.worker.stage;

import io.transferstudy.study.grid.Model;
import io.transferstudy.study.json.Json;
import io.transferstudy.study.work.CheckedWeights;
import io.transferstudy.study.work.Outcome;
import io.transferstudy.worker.gate.Fidelity;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a gate or a check found, to be published.
 *
 * @param found as its file has it
 */
record Checked(CheckedWeights found) {

  /**
   * @param knownFile the weights file's name in the catalogue; null if it is not there
   */
  static Checked of(
      Fidelity fidelity,
      @Nullable String knownFile,
      CheckedWeights.@Nullable Speed speed,
      CheckedWeights.@Nullable Recognition recognition) {
    return new Checked(
        new CheckedWeights(
            fidelity.outputs(),
            fidelity.known(),
            fidelity.largestDifference(),
            knownFile,
            speed,
            recognition));
  }

  /**
   * @param key of the result
   * @param weights null if there were none
   */
  Outcome.Success publish(
      StageContext context, String key, Model model, @Nullable PretrainedWeights weights)
      throws IOException {
    Result result = Result.begin(context, key);
    result.text(CheckedWeights.FILE, Json.writeIndented(found));
    result.provenance(Map.of("model", model));
    return result.publish(
        found.outputs(), found.outputs(), weights == null ? null : weights.sha256());
  }
}
