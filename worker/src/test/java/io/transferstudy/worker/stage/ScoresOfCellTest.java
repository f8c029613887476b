package io.transferstudy.worker.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.transferstudy.study.findings.MeanPerClass;
import io.transferstudy.study.findings.Score;
import io.transferstudy.study.findings.Tally;
import io.transferstudy.study.grid.Dataset;
import io.transferstudy.study.grid.DatasetSource;
import io.transferstudy.study.grid.Metric;
import io.transferstudy.study.grid.Resize;
import io.transferstudy.study.grid.Setting;
import io.transferstudy.study.work.Outcome;
import io.transferstudy.study.work.Stage;
import io.transferstudy.study.work.Weights;
import io.transferstudy.study.work.WorkRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Cells by the metric of their data set, from the request to the artifacts. */
class ScoresOfCellTest {
  private static final int TEST_IMAGES = 61; // of 8 classes: not all have as many

  @TempDir Path artifacts;

  @Test
  void mean_per_class_is_what_the_predictions_say() throws IOException {
    Outcome.Success source = run(Requests.pretrain(artifacts, 1, 30));
    var weights = new Weights.Artifact(source.artifacts() + "/weights.safetensors", digest(source));
    Outcome.Success cell = run(features(weights, Metric.MEAN_PER_CLASS));

    Score score = Score.of(cell);
    Score expected = fromPredictions(artifacts.resolve(cell.artifacts()));
    assertThat(score.metric()).isEqualTo(Metric.MEAN_PER_CLASS);
    assertThat(score.value()).isCloseTo(expected.value(), within(1e-12));
    assertThat(score.standardError()).isCloseTo(expected.standardError(), within(1e-12));
    assertThat(score.interval95().low()).isCloseTo(expected.interval95().low(), within(1e-12));
    assertThat(score.interval95().high()).isCloseTo(expected.interval95().high(), within(1e-12));
    assertThat(score.correct()).isEqualTo(expected.correct());
    assertThat(score.n()).isEqualTo(TEST_IMAGES);

    Outcome.Success plain = run(features(weights, null));
    assertThat(plain.score()).isNull();
    assertThat(plain.resultKey()).isNotEqualTo(cell.resultKey());
    assertThat(run(features(weights, Metric.MEAN_PER_CLASS)).reused()).isTrue();
    assertThat(run(features(weights, Metric.MEAN_PER_CLASS)).score()).isEqualTo(cell.score());
  }

  @Test
  void training_searches_and_tests_by_the_metric() throws IOException {
    WorkRequest request = Requests.training(artifacts, 1, 10, 0.02, 0.1);
    var stage = (Stage.Training) request.stage();
    Outcome.Success cell =
        run(
            with(
                request,
                new Stage.Training(
                    stage.model(), null, data(Metric.MEAN_PER_CLASS), stage.setting())));
    Path folder = artifacts.resolve(cell.artifacts());
    assertThat(Score.of(cell).value()).isCloseTo(fromPredictions(folder).value(), within(1e-12));
    List<Double> tried =
        Files.readAllLines(folder.resolve("search.csv")).stream()
            .skip(1)
            .map(line -> Double.parseDouble(line.split(",", -1)[2]))
            .toList();
    assertThat(cell.validationAccuracy()).isEqualTo(tried.stream().max(Double::compare).get());
  }

  /**
   * From the official layout to the score: the pack keeps several labels and difficult ones, and
   * the score is what the logits in predictions.csv amount to.
   */
  @Test
  void images_of_several_classes_are_scored_by_11_point_map(@TempDir Path data) throws IOException {
    SmallVoc.in(data);
    Outcome.Success source = run(Requests.pretrain(artifacts, 1, 30));
    var weights = new Weights.Artifact(source.artifacts() + "/weights.safetensors", digest(source));
    var voc =
        new Dataset(
            "voc-2007",
            new DatasetSource.Catalogue("voc-2007", "voc", true),
            Resize.WHOLE,
            0.25,
            null,
            Metric.ELEVEN_POINT_MAP);
    Outcome.Success pack =
        run(at(data, Requests.pretrain(artifacts, 1, 1), new Stage.Prepare(voc)));
    WorkRequest request = Requests.fixedFeatures(artifacts, weights, 1);
    var stage = (Stage.FixedFeatures) request.stage();
    Outcome.Success cell = run(at(data, request, on(voc, pack, stage)));

    Score score = Score.of(cell);
    Path folder = artifacts.resolve(cell.artifacts());
    assertThat(score.metric()).isEqualTo(Metric.ELEVEN_POINT_MAP);
    assertThat(score.n()).isEqualTo(30);
    assertThat(score.value()).isCloseTo(PredictedLabels.of(folder).map(), within(1e-12));
    assertThat(score.value()).as("colours are easy").isGreaterThan(0.6);
    assertThat(score.interval95().low()).isLessThan(score.value());
    assertThat(score.correct()).isEqualTo(PredictedLabels.of(folder).correct());
    assertThat(rows(folder, "per-class.csv")).hasSize(20).contains("bus,0,");

    Outcome.Success trained =
        run(
            at(
                data,
                request,
                new Stage.Training(
                    stage.model(),
                    null,
                    new Stage.Data(voc, pack.artifacts()),
                    new Setting.Training(
                        "random-init",
                        Setting.Initialisation.RANDOM,
                        Requests.recipe(40, 0.01, 0.05)))));
    Score byTraining = Score.of(trained);
    PredictedLabels predicted = PredictedLabels.of(artifacts.resolve(trained.artifacts()));
    assertThat(byTraining.value()).isCloseTo(predicted.map(), within(1e-12)).isGreaterThan(0.6);
    assertThat(byTraining.correct()).isEqualTo(predicted.correct());

    var top1 = new Dataset("voc-2007", voc.source(), Resize.WHOLE, 0.25, null);
    assertThatThrownBy(() -> run(at(data, request, on(top1, pack, stage))))
        .hasMessage(
            "images of 'voc-2007' show several classes each, which top-1 cannot score;"
                + " say metric: ElevenPointMap for it");
  }

  /** From a CSV file of one's own to the score, through a pack. */
  @Test
  void own_images_may_show_several_classes(@TempDir Path data) throws IOException {
    SmallVoc.listed(data);
    Outcome.Success source = run(Requests.pretrain(artifacts, 1, 30));
    var weights = new Weights.Artifact(source.artifacts() + "/weights.safetensors", digest(source));
    var own =
        new Dataset(
            "own",
            new DatasetSource.Listed("own", "labels.csv", null, DatasetSource.Pick.RANDOM, 0.3),
            Resize.WHOLE,
            0.25,
            null,
            Metric.ELEVEN_POINT_MAP);
    Outcome.Success pack =
        run(at(data, Requests.pretrain(artifacts, 1, 1), new Stage.Prepare(own)));
    WorkRequest request = Requests.fixedFeatures(artifacts, weights, 1);
    var stage = (Stage.FixedFeatures) request.stage();

    Outcome.Success cell = run(at(data, request, on(own, pack, stage)));

    Score score = Score.of(cell);
    Path folder = artifacts.resolve(cell.artifacts());
    assertThat(score.n()).isEqualTo(27);
    assertThat(score.value()).isCloseTo(PredictedLabels.of(folder).map(), within(1e-12));
    assertThat(score.value()).as("colours are easy").isGreaterThan(0.6);
  }

  /** The same stage on another data set, from its pack. */
  private static Stage.FixedFeatures on(
      Dataset dataset, Outcome.Success pack, Stage.FixedFeatures stage) {
    var packed = new Stage.Data(dataset, pack.artifacts());
    return new Stage.FixedFeatures(stage.model(), stage.weights(), packed, stage.setting());
  }

  private static WorkRequest at(Path data, WorkRequest request, Stage stage) {
    var folders = request.folders();
    return new WorkRequest(
        request.studyUid(),
        request.study(),
        request.work(),
        request.attempt(),
        stage,
        request.seed(),
        new WorkRequest.Folders(
            data.toString(), folders.weights(), folders.artifacts(), folders.downloads()),
        request.threads(),
        request.microBatchDivisor());
  }

  /** By the book, from the file that everybody can read, checked against the one of the classes. */
  static Score fromPredictions(Path folder) throws IOException {
    var images = new TreeMap<String, Integer>();
    var right = new TreeMap<String, Integer>();
    for (String line : rows(folder, "predictions.csv")) {
      String[] fields = line.split(",", -1);
      images.merge(fields[1], 1, Integer::sum);
      right.merge(fields[1], fields[1].equals(fields[2]) ? 1 : 0, Integer::sum);
    }
    for (String line : rows(folder, "per-class.csv")) {
      String[] fields = line.split(",", -1);
      assertThat(Integer.parseInt(fields[1])).isEqualTo(images.get(fields[0]));
      assertThat(Double.parseDouble(fields[2]))
          .isCloseTo((double) right.get(fields[0]) / images.get(fields[0]), within(1e-12));
    }
    return MeanPerClass.of(
        images.keySet().stream()
            .map(name -> new Tally(right.get(name), images.get(name)))
            .toList());
  }

  private static List<String> rows(Path folder, String file) throws IOException {
    List<String> lines = Files.readAllLines(folder.resolve(file));
    return lines.subList(1, lines.size());
  }

  private WorkRequest features(Weights weights, @Nullable Metric metric) {
    WorkRequest request = Requests.fixedFeatures(artifacts, weights, 1);
    var stage = (Stage.FixedFeatures) request.stage();
    return with(
        request, new Stage.FixedFeatures(stage.model(), weights, data(metric), stage.setting()));
  }

  private static Stage.Data data(@Nullable Metric metric) {
    var source = new DatasetSource.Procedural("textures", 96, TEST_IMAGES, 1);
    return new Stage.Data(new Dataset("d", source, Resize.WHOLE, 0.25, null, metric), null);
  }

  private static WorkRequest with(WorkRequest request, Stage stage) {
    return new WorkRequest(
        request.studyUid(),
        request.study(),
        request.work(),
        request.attempt(),
        stage,
        request.seed(),
        request.folders(),
        request.threads(),
        request.microBatchDivisor());
  }

  private static String digest(Outcome.Success success) {
    String digest = success.weightsSha256();
    assertThat(digest).isNotNull();
    return digest;
  }

  private static Outcome.Success run(WorkRequest request) throws IOException {
    return new StageRunner(request, "pod", Cancellation.never()).run();
  }
}
