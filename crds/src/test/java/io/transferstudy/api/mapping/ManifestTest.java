package io.transferstudy.api.mapping;

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
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ManifestTest {
  private static final String KNOWN = "ab".repeat(32);
  private static final Catalogue CATALOGUE =
      new Catalogue(
          List.of(
              model("mobilenet-v1", 224, true, 1024, 0.709),
              model("resnet-8", 24, false, 128, null)),
          List.of(
              new Catalogue.WeightsEntry(
                  "small.pth", KNOWN, "somewhere", "Apache-2.0", "mobilenet-v1", 0.5, 160)),
          Catalogue.shipped().datasets().stream()
              .filter(entry -> List.of("caltech-101", "voc-2007").contains(entry.name()))
              .toList(),
          List.of(
              new Catalogue.TaskEntry("source", 6000, 1000, 24),
              new Catalogue.TaskEntry("textures", 160, 500, 8)));

  private static Catalogue.ModelEntry model(
      String name, int imageSize, boolean scales, int features, @Nullable Double accuracy) {
    var half = List.of(0.5, 0.5, 0.5);
    return new Catalogue.ModelEntry(
        name,
        imageSize,
        scales,
        features,
        1,
        1,
        1000,
        "the last maps",
        half,
        half,
        accuracy,
        null,
        new Catalogue.Paper("Nobody", 1900, "None", "nowhere"),
        null,
        null);
  }

  private static final String HEAD =
      """
      apiVersion: transferstudy.io/v1alpha1
      kind: TransferStudy
      metadata: {name: tiny}
      """;

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

  record Bad(String what, String spec, List<String> violations) {
    @Override
    public String toString() {
      return what;
    }
  }

  static Stream<Bad> bad() {
    String datasets = "datasets: [{name: textures, procedural: {task: textures}}]";
    String models = "models: [{name: mobilenet-v1, weights: {path: m}}]";
    return Stream.of(
        bad("nothing", "{}", "spec.models: is required", "spec.datasets: is required"),
        bad(
            "empty axes",
            "{models: [], datasets: [null], settings: []}",
            "spec.models: must have 1 to 100 entries, got 0",
            "spec.datasets[0]: is empty",
            "spec.settings: must have 1 to 20 entries, got 0"),
        bad(
            "typos in fields",
            "{modles: [], " + models + ", " + datasets + ", worker: {thread: 2}, Retri: {}}",
            "spec.modles: unknown field 'modles'; did you mean 'models'?",
            "spec.worker.thread: unknown field 'thread'; did you mean 'threads'?",
            "spec.Retri: unknown field 'Retri'; did you mean 'retry'?"),
        bad(
            "wrong kinds",
            "{models: [{name: 7, imageSize: big}], datasets: {}, suspend: 'yes', seeds: [1.5]}",
            "spec.models[0].name: must be text (quote it), got 7",
            "spec.models[0].imageSize: must be a whole number, got \"big\"",
            "spec.datasets: must be a list, got {}",
            "spec.suspend: must be true or false, got \"yes\"",
            "spec.seeds[0]: must be a whole number, got 1.5"),
        bad(
            "unknown architecture",
            "{models: [{name: a, architecture: mobilnet-v1, weights: {path: m}}], "
                + datasets
                + "}",
            "spec.models[0].architecture: unknown architecture 'mobilnet-v1'; did you mean"
                + " 'mobilenet-v1'?"),
        bad(
            "unknown architecture far from all",
            "{models: [{name: transformer, weights: {path: m}}], " + datasets + "}",
            "spec.models[0].name: unknown architecture 'transformer'; known: mobilenet-v1, resnet-8"
                + " (under another name say which by architecture)"),
        bad(
            "unknown data set and task",
            "{"
                + models
                + ", datasets: [{name: caltech101, path: c}, {name: t, procedural: {task: texture}}]}",
            "spec.datasets[0].name: unknown data set 'caltech101'; did you mean 'caltech-101'? (for"
                + " a folder of your own use imageFolder)",
            "spec.datasets[1].procedural.task: unknown task 'texture'; did you mean 'textures'?"),
        bad(
            "a part of what has no parts",
            "{"
                + models
                + ", datasets: [{name: voc-2007, path: v}, {name: t, subset: true, imageFolder: {path:"
                + " p}}]}",
            "spec.datasets[1].subset: needs path, the folder of a data set of the catalogue"),
        bad(
            "several classes per image to pretrain on",
            "{models: [{name: resnet-8, pretrain: {dataset: {name: voc-2007, path: v}}}], "
                + datasets
                + "}",
            "spec.models[0].pretrain.dataset: images of 'voc-2007' show several classes each;"
                + " pretraining needs images of one class"),
        bad(
            "unknown preset and enum",
            "{"
                + models
                + ", datasets: [{name: t, resize: Hole, imageFolder: {path: p}}], settings: [{name: a,"
                + " preset: fine-tune}]}",
            "spec.datasets[0].resize: unknown value 'Hole'; did you mean 'Whole'?"),
        bad(
            "several labels from class folders",
            "{"
                + models
                + ", datasets: [{name: t, metric: ElevenPointMap, imageFolder: {path: p}}]}",
            "spec.datasets[0].metric: is for images of several labels; list them in a CSV file that"
                + " imageFolder.labels names"),
        bad(
            "metrics",
            "{" + models + ", datasets: [{name: caltech-101, path: p, metric: Top1}]}",
            "spec.datasets[0].metric: is for images of your own; data sets of the catalogue are scored"
                + " as their communities do, this one by mean per-class"),
        bad(
            "an unknown metric",
            "{" + models + ", datasets: [{name: t, metric: Top5, imageFolder: {path: p}}]}",
            "spec.datasets[0].metric: unknown value 'Top5'; did you mean 'Top1'?"),
        bad(
            "unknown preset",
            "{" + models + ", " + datasets + ", settings: [{name: finetuned}]}",
            "spec.settings[0].name: unknown preset 'finetuned'; did you mean 'fine-tuned'? (under"
                + " another name say which by preset)"),
        bad(
            "weights of another model, and of another width",
            "{models: [{name: resnet-8, weights: {path: w, sha256: %1$s}}, {name: mobilenet-v1,"
                    .formatted(KNOWN)
                + " weights: {path: w, sha256: %1$s}}, {name: half, architecture: mobilenet-v1,"
                    .formatted(KNOWN)
                + " widthMultiplier: 0.5, weights: {path: w, sha256: %1$s}}], ".formatted(KNOWN)
                + datasets
                + "}",
            "spec.models[0].weights.sha256: is that of small.pth, weights of mobilenet-v1 with"
                + " widthMultiplier 0.5; correct it or the model",
            "spec.models[1].weights.sha256: is that of small.pth, weights of mobilenet-v1 with"
                + " widthMultiplier 0.5; correct it or the model"),
        bad(
            "weights from nowhere, from two places and from a place that is none",
            "{models: [{name: a, architecture: resnet-8, weights: {sha256: x}}, {name: b,"
                + " architecture: resnet-8, weights: {path: m, uri: 'https://h/m'}}, {name: c,"
                + " architecture: resnet-8, weights: {uri: 'http://h/m'}}, {name: d, architecture:"
                + " resnet-8, weights: {uri: 'https://me:pw@h/m'}}, {name: e, architecture:"
                + " resnet-8, weights: {uri: 'hf://owner'}}, {name: f, architecture: resnet-8,"
                + " weights: {uri: 'hf://owner/../x'}}], "
                + datasets
                + "}",
            "spec.models[0].weights: exactly one of path, uri must be set",
            "spec.models[0].weights.sha256: must be 64 hexadecimal digits in lower case",
            "spec.models[1].weights: exactly one of path, uri must be set",
            "spec.models[2].weights.uri: must be https://HOST/PATH or hf://OWNER/NAME[/FILE][@REVISION], got"
                + " 'http://h/m'",
            "spec.models[3].weights.uri: must be https://HOST/PATH or hf://OWNER/NAME[/FILE][@REVISION], got"
                + " 'https://me:pw@h/m'",
            "spec.models[4].weights.uri: must be https://HOST/PATH or hf://OWNER/NAME[/FILE][@REVISION], got"
                + " 'hf://owner'",
            "spec.models[5].weights.uri: must be https://HOST/PATH or hf://OWNER/NAME[/FILE][@REVISION], got"
                + " 'hf://owner/../x'"),
        bad(
            "a TorchScript file without what must be declared, beside what it brings",
            "{models: [{name: mine, architecture: resnet-8, widthMultiplier: 1, weights: {path: m},"
                + " pretrain: {dataset: {name: s, procedural: {task: source}}}, torchScript: {path:"
                + " ../m.pt, sha256: x, mean: [0.5, 0.5], std: [0.5, 0, 0.5]}}], "
                + datasets
                + "}",
            "spec.models[0].architecture: must not be set beside torchScript, which brings network"
                + " and weights; leave it out",
            "spec.models[0].widthMultiplier: must not be set beside torchScript, which brings network"
                + " and weights; leave it out",
            "spec.models[0].weights: must not be set beside torchScript, which brings network and"
                + " weights; leave it out",
            "spec.models[0].pretrain: must not be set beside torchScript, which brings network and"
                + " weights; leave it out",
            "spec.models[0].imageSize: is required with torchScript: the input size of the file, in"
                + " pixels",
            "spec.models[0].torchScript.featureWidth: is required: how many numbers forward returns"
                + " an image",
            "spec.models[0].torchScript.path: must not leave the weights folder by '..', got"
                + " '../m.pt'",
            "spec.models[0].torchScript.sha256: must be 64 hexadecimal digits in lower case",
            "spec.models[0].torchScript.mean: must be three numbers in [-1000, 1000], of red, green"
                + " and blue, got [0.5, 0.5]",
            "spec.models[0].torchScript.std: must be three numbers in (0, 1000], of red, green and"
                + " blue, got [0.5, 0.0, 0.5]",
            "spec.models[0].torchScript: model 'mine' cannot be trained, only its features can be"
                + " used: leave out setting 'fine-tuned', 'random-init', or give the model a study of"
                + " its own with settings: [{name: fixed-features}]"),
        bad(
            "no weights where they are needed",
            "{models: [{name: a, architecture: resnet-8}], " + datasets + "}",
            "spec.models[0]: model 'a' needs weights or pretrain for setting 'fixed-features',"
                + " 'fine-tuned'"),
        bad(
            "both of two, none of three",
            "{models: [{name: resnet-8, weights: {path: m}, pretrain: {dataset: {name: s, procedural:"
                + " {task: source}}}, sourceAccuracy: 0.5}], datasets: [{name: x}, {name: caltech-101,"
                + " path: c, imageFolder: {path: p}}, {name: y, catalogue: caltech-101, imageFolder:"
                + " {path: p, pick: First}}]}",
            "spec.models[0]: at most one of weights, pretrain may be set",
            "spec.datasets[0]: exactly one of path, imageFolder, procedural must be set, got none",
            "spec.datasets[1]: exactly one of path, imageFolder, procedural must be set, got 2",
            "spec.datasets[2].catalogue: needs path, the folder of that data set",
            "spec.datasets[2].imageFolder.pick: needs trainPerClass, the number of images to pick"),
        bad(
            "paths that leave their folder",
            "{models: [{name: resnet-8, weights: {path: /etc/passwd, sha256: abc}}], datasets: [{name:"
                + " a, imageFolder: {path: ../b}}, {name: b, imageFolder: {path: 'x/../../y'}}]}",
            "spec.models[0].weights.path: must be relative to the weights folder, got '/etc/passwd'",
            "spec.models[0].weights.sha256: must be 64 hexadecimal digits in lower case",
            "spec.datasets[0].imageFolder.path: must not leave the data folder by '..', got '../b'",
            "spec.datasets[1].imageFolder.path: must not leave the data folder by '..', got"
                + " 'x/../../y'"),
        bad(
            "bad images where none can be, and a bound without use",
            "{"
                + models
                + ", datasets: [{name: a, procedural: {task: textures}, onBadImage: Skip,"
                + " maxBadImages: 0}, {name: b, imageFolder: {path: b}, maxBadImages: 3}]}",
            "spec.datasets[0].onBadImage: is for images in files; drawn ones are never bad",
            "spec.datasets[0].maxBadImages: must be a whole number from 1 to 1000000, got 0",
            "spec.datasets[1].maxBadImages: needs onBadImage: Skip"),
        bad(
            "labels that lie elsewhere, and two rules of what is tested",
            "{"
                + models
                + ", datasets: [{name: a, imageFolder: {path: b, labels: ../l.csv, trainPerClass: 3,"
                + " testFraction: 0.5}}, {name: b, imageFolder: {path: b, testFraction: 1}}]}",
            "spec.datasets[0].imageFolder: at most one of trainPerClass, testFraction may be set",
            "spec.datasets[0].imageFolder.labels: must not leave the folder of the images by '..', got"
                + " '../l.csv'",
            "spec.datasets[1].imageFolder.testFraction: must be a number in (0, 1), got 1.0"),
        bad(
            "numbers out of range",
            "{models: [{name: resnet-8, widthMultiplier: 2, imageSize: 99999, weights: {path: m},"
                + " sourceAccuracy: 1.2}], "
                + datasets
                + ", settings: [{name: fine-tuned, training: {steps: 0, epochs: 1, learningRates: [.inf,"
                + " 0.1, .nan], weightDecays: [], batchSize: -1, warmupFraction: 1, randomResizedCrop:"
                + " {minArea: 0}, shiftCrop: {}}}], parallelism: 0, retry: {attempts: 0},"
                + " activeDeadlineSeconds: 0, worker: {threads: 1000}, budget: {gpuHours: 0},"
                + " queueName: a.b, ttlSecondsAfterFinished: -1, mode: Run, order: LongestFirst}",
            "spec.models[0].widthMultiplier: 'resnet-8' has none; leave it out",
            "spec.models[0].imageSize: must be a whole number from 8 to 2048, got 99999",
            "spec.models[0].sourceAccuracy: must be a number in (0, 1), got 1.2",
            "spec.settings[0].training: at most one of steps, epochs may be set",
            "spec.settings[0].training.steps: must be a whole number from 1 to 10000000, got 0",
            "spec.settings[0].training.batchSize: must be a whole number from 1 to 65536, got -1",
            "spec.settings[0].training.learningRates[0]: must be a number in (0, 1000], got Infinity",
            "spec.settings[0].training.learningRates[2]: must be a number in (0, 1000], got NaN",
            "spec.settings[0].training.weightDecays: must have 1 to 50 entries, got 0",
            "spec.settings[0].training.warmupFraction: must be a number in [0, 1), got 1.0",
            "spec.settings[0].training: at most one of randomResizedCrop, shiftCrop may be set",
            "spec.settings[0].training.randomResizedCrop.minArea: must be a number in (0, 1], got 0.0",
            "spec.activeDeadlineSeconds: must be a whole number from 1 to 31536000, got 0",
            "spec.parallelism: must be a whole number from 1 to 10000, got 0",
            "spec.retry.attempts: must be a whole number from 1 to 100, got 0",
            "spec.worker.threads: must be a whole number from 1 to 256, got 1000",
            "spec.queueName: use 1 to 63 lower-case letters, digits and inner hyphens, got 'a.b'",
            "spec.ttlSecondsAfterFinished: must be a whole number from 0 to 315360000, got -1",
            "spec.budget.gpuHours: must be a number in (0, 1000000000], got 0.0"),
        bad(
            "names",
            "{models: [{name: resnet-8, weights: {path: m}}, {name: resnet-8, weights: {path: m}},"
                + " {name: No_Good, architecture: resnet-8, weights: {path: m}}], "
                + datasets
                + ", seeds: [1, 1]}",
            "spec.models[2].name: use 1 to 63 lower-case letters, digits and inner hyphens, got"
                + " 'No_Good'",
            "spec.models[1].name: 'resnet-8' is taken by spec.models[0]",
            "spec.seeds[1]: '1' is taken by spec.seeds[0]"),
        bad(
            "a search in pretraining",
            "{models: [{name: resnet-8, pretrain: {dataset: {name: s, procedural: {task: source}},"
                + " training: {learningRates: [0.1, 0.2]}}}], "
                + datasets
                + "}",
            "spec.models[0].pretrain.training.learningRates: must have exactly one value, because"
                + " pretraining makes no search, got 2"),
        bad(
            "overrides of another preset",
            "{"
                + models
                + ", "
                + datasets
                + ", settings: [{name: fixed-features, training: {steps: 1}}, {name: random-init,"
                + " fixedFeatures: {}}]}",
            "spec.settings[0].training: does not go with the preset fixed-features",
            "spec.settings[1].fixedFeatures: goes with the preset fixed-features only"));
  }

  private static Bad bad(String what, String spec, String... violations) {
    return new Bad(what, spec, List.of(violations));
  }

  @ParameterizedTest
  @MethodSource("bad")
  void listsEveryViolation(Bad bad) {
    assertThat(violations(HEAD + "spec: " + bad.spec()))
        .containsExactlyElementsOf(bad.violations());
  }

  @Test
  void tooManyCells() {
    String seeds =
        Stream.iterate(1, i -> i + 1).limit(100).map(String::valueOf).toList().toString();
    String models =
        Stream.iterate(1, i -> i + 1)
            .limit(100)
            .map(i -> "{name: m" + i + ", architecture: resnet-8, weights: {path: m}}")
            .toList()
            .toString();

    assertThat(
            violations(
                HEAD
                    + "spec: {models: "
                    + models
                    + ", datasets: [{name: t, procedural: {task: textures}}], seeds: "
                    + seeds
                    + "}"))
        .containsExactly("spec: 30000 cells are too many; at most 10000 in a study");
  }

  @Test
  void notOneStudy() {
    assertThat(violations(""))
        .containsExactly("manifest: is empty; it must have one TransferStudy");
    assertThat(violations(HEAD + "---\n" + HEAD))
        .containsExactly("manifest: has 2 documents; give one TransferStudy in a file of its own");
    assertThat(violations("apiVersion: v1\nkind: Pod\n"))
        .containsExactly(
            "apiVersion: must be transferstudy.io/v1alpha1, got \"v1\"",
            "kind: must be TransferStudy, got \"Pod\"");
    assertThat(violations("- a\n")).containsExactly("manifest: must be a TransferStudy, got ARRAY");
    assertThat(violations("a: b: c\n")).first().asString().startsWith("manifest: is not YAML: ");
    assertThat(violations("a: 1\na: 2\n")).first().asString().contains("duplicate key a");
    assertThat(violations(HEAD)).containsExactly("spec: is required");
    assertThat(violations(HEAD.replace("tiny", "Tiny.1") + "specs: {}"))
        .containsExactly("specs: unknown field 'specs'; did you mean 'spec'?", "spec: is required");
  }

  @Test
  void yamlOneDotTwo() {
    Study study =
        valid(
            """
            spec:
              models: [{name: n, architecture: resnet-8, weights: {path: on}}]
              datasets: [{name: y, procedural: {task: textures}}]
            """);

    assertThat(study.grid().cells().getFirst()).hasToString("n/y/fixed-features/1");
  }

  @Test
  void neverThrowsOnMutilatedText() {
    String good =
        HEAD
            + """
            spec:
              models: [{name: resnet-8, weights: {path: m}}]
              datasets: [{name: textures, procedural: {task: textures}}]
              settings: [{name: fine-tuned, training: {steps: 3, learningRates: [0.1]}}]
              worker: {resources: {requests: {cpu: 1}}, tolerations: [{key: a}]}
            """;
    var random = new SplittableRandom(1);
    int invalid = 0;
    for (int i = 0; i < 3_000; i++) {
      var text = new StringBuilder(good);
      for (int edit = 0; edit < 1 + random.nextInt(3); edit++) {
        int at = random.nextInt(text.length());
        switch (random.nextInt(3)) {
          case 0 -> text.deleteCharAt(at);
          case 1 -> text.insert(at, (char) (32 + random.nextInt(95)));
          case 2 -> text.setCharAt(at, "[]{}:,-'\"0 ".charAt(random.nextInt(11)));
          default -> throw new AssertionError();
        }
      }
      invalid += Manifest.read(text.toString(), CATALOGUE) instanceof Manifest.Invalid ? 1 : 0;
    }
    assertThat(invalid).isBetween(1_500, 2_990);
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

  private static Study valid(String spec) {
    Manifest manifest = Manifest.read(HEAD + spec, CATALOGUE);
    assertThat(manifest).isInstanceOf(Manifest.Valid.class);
    return ((Manifest.Valid) manifest).study();
  }

  private static List<String> violations(String yaml) {
    return Manifest.read(yaml, CATALOGUE) instanceof Manifest.Invalid(var violations)
        ? violations.stream().map(Violation::toString).toList()
        : List.of();
  }
}
