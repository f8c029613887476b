package io.transferstudy.study.plan;

import io.transferstudy.study.grid.Dataset;
import io.transferstudy.study.grid.DatasetSource;
import io.transferstudy.study.grid.Model;
import io.transferstudy.study.grid.ModelSource;
import io.transferstudy.study.grid.Setting;
import io.transferstudy.study.grid.Skipping;
import io.transferstudy.study.grid.Study;
import io.transferstudy.study.json.Json;
import io.transferstudy.study.work.WorkId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * What a manifest says of one piece of work, as far as it can change the result. Two definitions
 * with the same digest ask for the same thing, so an edit touches only the work whose digest
 * changes.
 */
public sealed interface Definition {

  /** Of a data set's packing. */
  record Preparing(DatasetSource source, @Nullable Skipping skipping) implements Definition {}

  /** Of a check of weights. */
  record Gating(Model model, int threads) implements Definition {}

  /** Of a pretraining. */
  record Pretraining(Model model, long seed, int threads) implements Definition {}

  /** Of a cell; the model brings the definition of its pretrained weights with it. */
  record Cell(Model model, Dataset dataset, Setting setting, long seed, int threads)
      implements Definition {}

  /**
   * The definition of a piece of the study's work.
   *
   * @throws IllegalArgumentException if the study has no such work
   */
  static Definition of(Study study, WorkId work) {
    var grid = study.grid();
    int threads = study.limits().threads();
    return switch (work) {
      case WorkId.Prepare(var name) -> {
        Dataset dataset =
            Prerequisites.packed(study, name)
                .orElseThrow(() -> new IllegalArgumentException("nothing to prepare: " + name));
        yield new Preparing(dataset.source(), dataset.skipping());
      }
      case WorkId.Gate(var name) -> {
        Model model = grid.model(name);
        if (!(model.source() instanceof ModelSource.Given)) {
          throw new IllegalArgumentException("has no weights to check: " + name);
        }
        yield new Gating(start(model, model.source()), threads);
      }
      case WorkId.Pretrain(var name) -> {
        Model model = grid.model(name);
        if (!(model.source() instanceof ModelSource.Pretrained pretrained)) {
          throw new IllegalArgumentException("not pretrained in this study: " + name);
        }
        yield new Pretraining(start(model, model.source()), pretrained.seed(), threads);
      }
      case WorkId.OfCell(var cell) -> {
        Model model = grid.model(cell.model());
        Setting setting = grid.setting(cell.setting());
        var source = setting.needsWeights() ? model.source() : new ModelSource.None();
        yield new Cell(
            start(model, source), grid.dataset(cell.dataset()), setting, cell.seed(), threads);
      }
    };
  }

  /** The model without what moves no prediction: its published accuracy, unused weights. */
  private static Model start(Model model, ModelSource source) {
    return new Model(
        model.name(),
        model.architecture(),
        model.widthMultiplier(),
        model.imageSize(),
        source,
        null);
  }

  /** SHA-256 of the definition's JSON, 64 hexadecimal digits. */
  default String digest() {
    try {
      byte[] text = Json.write(this).getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }
}
