package io.transferstudy.worker.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.transferstudy.study.grid.Dataset;
import io.transferstudy.study.grid.DatasetSource;
import io.transferstudy.study.grid.Metric;
import io.transferstudy.study.grid.Model;
import io.transferstudy.study.grid.ModelSource;
import io.transferstudy.study.grid.Resize;
import io.transferstudy.study.grid.Setting;
import io.transferstudy.study.protocol.L2Grid;
import io.transferstudy.study.work.AllowedHosts;
import io.transferstudy.study.work.Outcome;
import io.transferstudy.study.work.Stage;
import io.transferstudy.study.work.Weights;
import io.transferstudy.study.work.WorkRequest;
import io.transferstudy.worker.SharedFiles;
import io.transferstudy.worker.dataset.Datasets;
import io.transferstudy.worker.dataset.Example;
import io.transferstudy.worker.dataset.LoadedDataset;
import io.transferstudy.worker.download.DownloadRules;
import io.transferstudy.worker.engine.Device;
import io.transferstudy.worker.engine.Engine;
import io.transferstudy.worker.image.InputWait;
import io.transferstudy.worker.probe.CaltechReference;
import io.transferstudy.worker.probe.LabelledFeatures;
import io.transferstudy.worker.torchscript.Precision;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole way of a fixed-features cell on real images and weights, against the reference: every
 * value of lambda, and the score of the cell itself. Takes minutes.
 */
@Tag("full")
class CaltechPathTest {
  private static final double SLACK = 1e-6;
  private static final int TEST_SLACK = 5;

  @TempDir Path artifacts;

  @Test
  void objective_and_accuracy_agree_at_all_45_values_and_the_score_at_the_chosen_one()
      throws IOException {
    CaltechReference reference = CaltechReference.require();
    Path data = SharedFiles.require("data");
    Path weights = SharedFiles.require("reference/weights");
    var dataset =
        new Dataset(
            "caltech-101",
            new DatasetSource.ImageFolder(
                "caltech-101/101_ObjectCategories", 30, DatasetSource.Pick.FIRST),
            Resize.WHOLE,
            0.2,
            null,
            Metric.MEAN_PER_CLASS);
    var model = new Model("m", "mobilenet-v1", 1, 224, new ModelSource.None(), null);
    var stage =
        new Stage.FixedFeatures(
            model,
            new Weights.File("mobilenet_v1_1.0_224.safetensors", null),
            new Stage.Data(dataset, null),
            new Setting.FixedFeatures("fixed-features", L2Grid.VALUES));
    int threads = Runtime.getRuntime().availableProcessors();
    var folders =
        new WorkRequest.Folders(
            data.toString(), weights.toString(), artifacts.toString(), "/nonexistent");
    var request = new WorkRequest("uid", "study", "work", 1, stage, 1, folders, threads, 1);
    Outcome.Success score = new StageRunner(request, "pod", Cancellation.never()).run();

    assertThat(score.score()).isNotNull();
    assertThat(score.score().value())
        .isCloseTo(
            ScoresOfCellTest.fromPredictions(artifacts.resolve(score.artifacts())).value(),
            within(1e-12));
    LoadedDataset loaded = Datasets.open(dataset, data, 1);
    var context =
        new StageContext(
            request,
            new ArtifactStore(artifacts, "again"),
            Cancellation.never(),
            new ProgressLine(),
            DownloadRules.of(AllowedHosts.of()),
            Requests.NO_PROGRAMS,
            Scratch.NONE,
            new InputWait(),
            0);
    FeatureTable features =
        new FeatureExtraction(
                context, stage, loaded, PretrainedWeights.locate(stage.weights(), context))
            .features()
            .table();
    List<CaltechReference.Row> rows =
        reference.solve(
            Engine.start(threads, Device.detect()),
            labelled(features, loaded, loaded.trainAndValidation()),
            labelled(features, loaded, loaded.test()),
            SLACK,
            Precision.FLOAT);
    rows.forEach(row -> System.out.println(row));
    System.out.println("the study's score: " + score);
    CaltechReference.check(rows, SLACK);
    double chosen = ((Outcome.Chosen.L2) score.chosen()).lambda();
    CaltechReference.Row same =
        rows.stream()
            .filter(row -> Math.abs(row.lambda() / chosen - 1) < 1e-9)
            .findFirst()
            .orElseThrow();
    assertThat(Math.abs(score.correct() - same.expectedCorrect())).isLessThanOrEqualTo(TEST_SLACK);
  }

  private static LabelledFeatures labelled(
      FeatureTable features, LoadedDataset dataset, List<Example> examples) {
    return new LabelledFeatures(
        examples.size(),
        features.width(),
        dataset.classes().size(),
        features.rows(examples),
        examples.stream().mapToInt(Example::label).toArray());
  }
}
