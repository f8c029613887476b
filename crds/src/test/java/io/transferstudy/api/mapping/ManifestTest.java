package io.transferstudy.api.mapping;

import static io.transferstudy.api.mapping.TinyManifest.valid;
import static org.assertj.core.api.Assertions.assertThat;

import io.transferstudy.study.grid.Dataset;
import io.transferstudy.study.grid.DatasetSource;
import io.transferstudy.study.grid.Metric;
import io.transferstudy.study.grid.Model;
import io.transferstudy.study.grid.ModelSource;
import io.transferstudy.study.grid.Recipe;
import io.transferstudy.study.grid.Resize;
import io.transferstudy.study.grid.Scheduling;
import io.transferstudy.study.grid.Setting;
import io.transferstudy.study.grid.Study;
import io.transferstudy.study.plan.Planner;
import io.transferstudy.study.protocol.L2Grid;
import io.transferstudy.study.work.WorkId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class ManifestTest {
  @Test
  void everyDefaultIsApplied() {
    Study study =
        valid(
            """
            spec:
              models: [{name: mobilenet-v1, weights: {path: m.safetensors}}]
              datasets:
                - {name: caltech-101, path: caltech}
                - {name: mine, imageFolder: {path: flowers, trainPerClass: 30}}
                - {name: listed, imageFolder: {path: birds.zip, labels: birds/all.csv, testFraction: 0.3}}
                - {name: split, imageFolder: {path: fish, labels: fish.csv}}
                - {name: drawn, procedural: {task: textures}}
                - {name: rare, metric: MeanPerClass, imageFolder: {path: rare}}
                - {name: many, metric: ElevenPointMap, imageFolder: {path: m, labels: l.csv}}
            """);

    var grid = study.grid();
    assertThat(grid.cells()).hasSize(21);
    assertThat(grid.datasets())
        .extracting(Dataset::scoredBy)
        .containsExactly(
            Metric.MEAN_PER_CLASS,
            Metric.TOP_1,
            Metric.TOP_1,
            Metric.TOP_1,
            Metric.TOP_1,
            Metric.MEAN_PER_CLASS,
            Metric.ELEVEN_POINT_MAP);
    var model = grid.models().getFirst();
    assertThat(model.architecture()).isEqualTo("mobilenet-v1");
    assertThat(model.widthMultiplier()).isEqualTo(1);
    assertThat(model.imageSize()).isEqualTo(224);
    assertThat(model.sourceAccuracy()).isEqualTo(0.709);
    assertThat(model.source()).isEqualTo(new ModelSource.WeightsFile("m.safetensors", null));
    assertThat(grid.datasets().get(0).source())
        .isEqualTo(new DatasetSource.Catalogue("caltech-101", "caltech"));
    assertThat(grid.datasets().get(0).resize()).isEqualTo(Resize.WHOLE);
    assertThat(grid.datasets().get(0).validationFraction()).isEqualTo(0.2);
    assertThat(grid.datasets().get(1).source())
        .isEqualTo(new DatasetSource.ImageFolder("flowers", 30, DatasetSource.Pick.RANDOM));
    var random = DatasetSource.Pick.RANDOM;
    assertThat(grid.datasets().get(2).source())
        .isEqualTo(new DatasetSource.Listed("birds.zip", "birds/all.csv", null, random, 0.3));
    assertThat(grid.datasets().get(3).source())
        .isEqualTo(new DatasetSource.Listed("fish", "fish.csv", null, random, null));
    assertThat(grid.datasets().get(4).source())
        .isEqualTo(new DatasetSource.Procedural("textures", 160, 500, 1));
    assertThat(grid.settings().stream().map(Setting::name))
        .containsExactly("fixed-features", "fine-tuned", "random-init");
    assertThat(((Setting.FixedFeatures) grid.settings().getFirst()).l2Values())
        .isEqualTo(L2Grid.VALUES);
    assertThat(grid.seeds()).containsExactly(1L);
    assertThat(study.limits()).isEqualTo(new Study.Limits(1, false, 3, null, 1));
    assertThat(study.scheduling()).isEqualTo(Scheduling.DEFAULT);
  }

  @Test
  void aTorchScriptFileIsAModel() {
    Study study =
        valid(
            """
            spec:
              models:
                - name: mine
                  imageSize: 96
                  sourceAccuracy: 0.8
                  torchScript: {path: m.pt, featureWidth: 512, mean: [0, 0.5, 1], std: [1, 1, 1]}
              datasets: [{name: drawn, procedural: {task: textures}}]
              settings: [{name: fixed-features}]
            """);

    var source =
        new ModelSource.TorchScript(
            "m.pt", null, 512, List.of(0.0, 0.5, 1.0), List.of(1.0, 1.0, 1.0));
    assertThat(study.grid().models())
        .containsExactly(new Model("mine", "torchscript", 1, 96, source, 0.8));
    assertThat(Planner.work(study)).contains(new WorkId.Gate("mine"));
  }

  @Test
  void overridesReachTheRecipe() {
    Study study =
        valid(
            """
            spec:
              models:
                - name: a
                  architecture: resnet-8
                  pretrain:
                    dataset: {name: shapes, procedural: {task: source, train: 40, seed: 3}}
                    training: {epochs: 5, batchSize: 64, learningRates: [0.1], weightDecays: [5e-4], shiftCrop: {padding: 2}}
                    seed: 9
              datasets: [{name: textures, procedural: {task: textures}, resize: Stretch, maxClasses: 4}]
              settings:
                - name: quick
                  preset: fine-tuned
                  training: {steps: 7, learningRates: [1, 0.5], warmupFraction: 0.05, decayNormAndBias: false}
                - {name: fixed-features, fixedFeatures: {l2Values: [0, 1e-3]}}
              seeds: [1, 2]
              parallelism: 4
              suspend: true
              retry: {attempts: 5}
              activeDeadlineSeconds: 60
              mode: Estimate
              order: Grid
              budget: {gpuHours: 2.5}
              queueName: team-a
              ttlSecondsAfterFinished: 0
              worker: {threads: 2, gpus: 4}
            """);

    assertThat(study.scheduling())
        .isEqualTo(new Scheduling(Scheduling.Mode.ESTIMATE, Scheduling.Order.GRID, 2.5, 4));
    assertThat(study.grid().models().getFirst().source())
        .isInstanceOfSatisfying(
            ModelSource.Pretrained.class,
            pretrained -> {
              assertThat(pretrained.seed()).isEqualTo(9);
              assertThat(pretrained.recipe().points()).containsExactly(new Recipe.Point(0.1, 5e-4));
              assertThat(pretrained.recipe().length()).isEqualTo(new Recipe.Length.Epochs(5));
              assertThat(pretrained.recipe().crop()).isEqualTo(new Recipe.Crop.Shift(2));
              assertThat(pretrained.source().source())
                  .isEqualTo(new DatasetSource.Procedural("source", 40, 1000, 3));
            });
    var quick = (Setting.Training) study.grid().setting("quick");
    assertThat(quick.initialisation()).isEqualTo(Setting.Initialisation.PRETRAINED);
    assertThat(quick.recipe().length()).isEqualTo(new Recipe.Length.Steps(7));
    assertThat(quick.recipe().learningRates()).containsExactly(1.0, 0.5);
    assertThat(quick.recipe().decayNormAndBias()).isFalse();
    assertThat(study.limits())
        .isEqualTo(new Study.Limits(4, true, 5, java.time.Duration.ofSeconds(60), 2));
  }

  @Test
  void aPublishedAccuracyIsOfOneWidthAndSize() {
    Study study =
        valid(
            """
            spec:
              models:
                - {name: half, architecture: mobilenet-v1, widthMultiplier: 0.5, weights: {path: m}}
                - {name: small, architecture: mobilenet-v1, imageSize: 160, weights: {path: m}}
                - {name: given, architecture: mobilenet-v1, imageSize: 160, weights: {path: m}, sourceAccuracy: 0.6}
              datasets: [{name: textures, procedural: {task: textures}}]
            """);

    assertThat(study.grid().models().stream().map(model -> model.sourceAccuracy()))
        .containsExactly(null, null, 0.6);
  }

  @TestFactory
  Stream<DynamicTest> everyExampleMaps() throws IOException {
    Path examples = Path.of("..", "examples");
    if (!Files.isDirectory(examples)) {
      return Stream.empty();
    }
    try (Stream<Path> files = Files.list(examples)) {
      return files.filter(file -> file.toString().endsWith(".yaml")).toList().stream()
          .map(file ->
              DynamicTest.dynamicTest(
                  file.getFileName().toString(),
                  () ->
                      assertThat(Manifest.read(Files.readString(file), Catalogue.shipped()))
                          .isInstanceOf(Manifest.Valid.class)));
    }
  }
}
