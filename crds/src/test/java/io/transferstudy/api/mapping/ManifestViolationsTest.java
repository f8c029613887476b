package io.transferstudy.api.mapping;

import static io.transferstudy.api.mapping.TinyManifest.HEAD;
import static io.transferstudy.api.mapping.TinyManifest.KNOWN;
import static io.transferstudy.api.mapping.TinyManifest.violations;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is wrong with a manifest, all of it at once. */
class ManifestViolationsTest {
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
}
