package io.transferstudy.worker.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.transferstudy.study.grid.Model;
import io.transferstudy.study.grid.ModelSource;
import io.transferstudy.study.grid.Setting;
import io.transferstudy.study.json.Json;
import io.transferstudy.study.work.AllowedHosts;
import io.transferstudy.study.work.CheckedWeights;
import io.transferstudy.study.work.Outcome;
import io.transferstudy.study.work.Stage;
import io.transferstudy.study.work.Weights;
import io.transferstudy.study.work.WorkRequest;
import io.transferstudy.worker.download.DownloadRules;
import io.transferstudy.worker.engine.Device;
import io.transferstudy.worker.engine.Engine;
import io.transferstudy.worker.engine.FeatureProgram;
import io.transferstudy.worker.gate.GoldenOutputs;
import io.transferstudy.worker.model.Initialization;
import io.transferstudy.worker.model.KeyedRandom;
import io.transferstudy.worker.model.ModelEntry;
import io.transferstudy.worker.model.Models;
import io.transferstudy.worker.torchscript.NetworkGraph;
import io.transferstudy.worker.torchscript.SmallModules;
import io.transferstudy.worker.trial.TorchScriptRules;
import io.transferstudy.worker.weights.FileDigest;
import io.transferstudy.worker.weights.Safetensors;
import io.transferstudy.worker.weights.WeightsException;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class OwnNetworkTest {
  private static final int SIZE = 24;
  private static final int WIDTH = 3;
  private static final List<Double> HALF = List.of(0.5, 0.5, 0.5);
  private static final TorchScriptRules ALLOWED =
      new TorchScriptRules(true, Duration.ofSeconds(100), 1L << 30);

  @TempDir Path folder;
  private Path file = Path.of("");
  private int attempt;

  @BeforeEach
  void name() {
    file = folder.resolve("own.pt");
  }

  /** The same numbers by another way: a network of the catalogue with its weights. */
  @Test
  void itScoresAsTheSameNetworkOfTheCatalogue() throws IOException {
    ModelEntry entry = Models.find("resnet-8").orElseThrow();
    NetworkGraph graph = entry.network(entry.sourceClasses(), 1, SIZE);
    var state = Initialization.random(graph, 5);
    Safetensors.write(folder.resolve("known.safetensors"), state, Map.of());
    SmallModules.write(file, graph, state);
    var known = new ModelSource.WeightsFile("known.safetensors", null);
    var preprocessing = entry.preprocessing();
    var own =
        new ModelSource.TorchScript(
            "own.pt", null, graph.features(), preprocessing.mean(), preprocessing.std());

    Outcome.Success expected = cell(new Model("known", "resnet-8", 1, SIZE, known, null));
    Outcome.Success actual = cell(model(own));

    assertThat(actual.reused()).isFalse();
    assertThat(actual.resultKey()).isNotEqualTo(expected.resultKey());
    assertThat(actual.correct()).isEqualTo(expected.correct()).isGreaterThan(8);
    assertThat(actual.chosen()).isEqualTo(expected.chosen());
    assertThat(artifact(actual, "predictions.csv"))
        .isEqualTo(artifact(expected, "predictions.csv"));
  }

  @Test
  void aWorkerThatWasNotAllowedRunsNone() throws IOException {
    SmallModules.write(file, "return " + SmallModules.MEAN);
    Model model = model(source(WIDTH));
    var request = request(new Stage.Gate(model));
    assertThatThrownBy(() -> run(request, TorchScriptRules.of(Map.of())))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("own.pt is a TorchScript file, a program and not data")
        .hasMessageContaining("--allow-torchscript");
    var other = Map.of("TRANSFER_STUDY_ALLOW_TORCHSCRIPT", "1");
    assertThatThrownBy(() -> run(request, TorchScriptRules.of(other)))
        .isInstanceOf(InvalidRequestException.class);
    assertThatThrownBy(
            () -> run(request(fixedFeatures(model, null)), TorchScriptRules.of(Map.of())))
        .isInstanceOf(InvalidRequestException.class);
    var yes = Map.of("TRANSFER_STUDY_ALLOW_TORCHSCRIPT", "true");
    assertThat(run(request, TorchScriptRules.of(yes)).weightsSha256())
        .isEqualTo(FileDigest.sha256(file));
  }

  @Test
  void badFilesFailAtTheGate() throws IOException {
    refused("return torch.matmul(x, self.w)", "its forward failed on 2 images of 24 pixels");
    refused("return x", "returns a tensor of [2, 3, 24, 24]");
    refused("return torch.slice(" + SmallModules.MEAN + ", 1, 0, 2)", "featureWidth is 3");
    refused(
        "return torch.sqrt(torch.add(torch.neg(torch.abs(" + SmallModules.MEAN + ")), -1.))",
        "no finite numbers");
    refused(
        "return torch.zeros_like(" + SmallModules.MEAN + ")", "answers the same to every image");
    refused(
        "y = x\n    while True:\n      y = torch.cat([y, y])\n    return " + SmallModules.MEAN,
        "more memory than it may have");
  }

  @Test
  void aForwardWithoutEndIsEnded() throws IOException {
    SmallModules.write(
        file, "y = x\n    while True:\n      y = torch.neg(y)\n    return " + SmallModules.MEAN);
    var impatient = new TorchScriptRules(true, Duration.ofSeconds(10), 1L << 30);
    assertThatThrownBy(() -> run(request(new Stage.Gate(model(source(WIDTH)))), impatient))
        .isInstanceOf(WeightsException.class)
        .hasMessageContaining("own.pt: it was not done with two images after 10 s");
  }

  /** Seen before anything of it runs: even the trial's process is not started. */
  @Test
  void aFileThatIsNotWholeIsNotTried() throws IOException {
    SmallModules.write(file, "return " + SmallModules.MEAN);
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length - 5));
    var noTime = new TorchScriptRules(true, Duration.ZERO, 0);
    assertThatThrownBy(() -> run(request(new Stage.Gate(model(source(WIDTH)))), noTime))
        .isInstanceOf(WeightsException.class)
        .hasMessageContaining("not a whole file of torch.jit.save");
  }

  @Test
  void aCellUsesTheBytesOfTheGate() throws IOException {
    SmallModules.write(file, "return " + SmallModules.MEAN);
    Model model = model(source(WIDTH));
    String checked = run(new Stage.Gate(model)).weightsSha256();
    SmallModules.write(file, "return torch.neg(" + SmallModules.MEAN + ")");
    assertThatThrownBy(() -> run(fixedFeatures(model, checked)))
        .isInstanceOf(WeightsException.class)
        .hasMessageContaining("own.pt: sha256 is ")
        .hasMessageContaining("expected " + checked);
  }

  /** What a file does at its gate says nothing of other images. */
  @Test
  void aCellLooksAtEveryAnswer() throws IOException {
    String few = "if torch.gt(torch.size(x, 0), 2):\n      y = %s\n    return y";
    String y = "y = " + SmallModules.MEAN + "\n    ";
    SmallModules.write(file, y + few.formatted("torch.log(torch.zeros_like(y))"));
    Model model = model(source(WIDTH));
    assertThatThrownBy(() -> cell(model))
        .isInstanceOf(WeightsException.class)
        .hasMessageContaining("own.pt: feature 0 of an image is -Infinity");
    SmallModules.write(file, y + few.formatted("x"));
    assertThatThrownBy(() -> cell(model))
        .isInstanceOf(WeightsException.class)
        .hasMessageContaining("own.pt: its forward returns");
    SmallModules.write(file, y + few.formatted("torch.matmul(x, self.w)"));
    assertThatThrownBy(() -> cell(model))
        .isInstanceOf(WeightsException.class)
        .hasMessageContaining("own.pt: ");
  }

  @Test
  void knownFeaturesAreReproduced() throws IOException {
    SmallModules.write(file, "return " + SmallModules.MEAN);
    Model model = model(source(WIDTH));
    assertThat(found(run(new Stage.Gate(model))).known()).isFalse();
    List<List<Double>> right = known();
    golden(SIZE, right);
    CheckedWeights found = found(run(new Stage.Gate(model)));
    assertThat(found.known()).isTrue();
    assertThat(found.outputs()).isEqualTo(2);
    golden(SIZE, List.of(right.get(1), right.get(0)));
    assertThatThrownBy(() -> run(new Stage.Gate(model)))
        .isInstanceOf(WeightsException.class)
        .hasMessageContaining("known output 1 of 2 is not reproduced");
    golden(SIZE + 1, right);
    assertThatThrownBy(() -> run(new Stage.Gate(model)))
        .hasMessageContaining("it knows 3 features of images of 25 pixels, but 3 of 24");
    Files.writeString(GoldenOutputs.beside(file), "{\"seed\": 1, \"size\": 24, \"logits\": []}");
    assertThatThrownBy(() -> run(new Stage.Gate(model)))
        .hasMessageContaining(
            "not known outputs, which are {\"seed\": 1, \"size\": 224, \"features\": [[");
  }

  @Test
  void aCheckByHandMeasuresItsSpeed() throws IOException {
    SmallModules.write(file, "return " + SmallModules.MEAN);
    CheckedWeights found = found(run(new Stage.Check(model(source(WIDTH)), null, 0)));
    assertThat(found.speed())
        .satisfies(speed -> {
          assertThat(speed.evaluation()).isPositive();
          assertThat(speed.training()).isNull();
        });
    var images = new Stage.LabelledImages(folder.toString(), folder.toString());
    assertThatThrownBy(() -> run(new Stage.Check(model(source(WIDTH)), images, 0)))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("leave out --images");
  }

  /** What is declared enters the key: a corrected width is looked at. */
  @Test
  void anotherDeclarationIsAnotherResult() throws IOException {
    SmallModules.write(file, "return " + SmallModules.MEAN);
    assertThat(run(new Stage.Gate(model(source(WIDTH)))).reused()).isFalse();
    assertThat(run(new Stage.Gate(model(source(WIDTH)))).reused()).isTrue();
    assertThatThrownBy(() -> run(new Stage.Gate(model(source(WIDTH + 1)))))
        .isInstanceOf(WeightsException.class)
        .hasMessageContaining("it returns 3 features of an image, but featureWidth is 4");
  }

  private void refused(String body, String words) throws IOException {
    SmallModules.write(file, body);
    assertThatThrownBy(() -> run(new Stage.Gate(model(source(WIDTH)))))
        .as(body)
        .isInstanceOf(WeightsException.class)
        .hasMessageContaining("own.pt: ")
        .hasMessageContaining(words);
  }

  /** By the program itself: this is about the comparison. */
  private List<List<Double>> known() {
    var rows = new ArrayList<List<Double>>();
    try (var program = FeatureProgram.open(Engine.start(1, Device.CPU), file, SIZE, WIDTH)) {
      var pixels = FloatBuffer.allocate(2 * 3 * SIZE * SIZE);
      var random = KeyedRandom.of("input", 1);
      while (pixels.hasRemaining()) {
        pixels.put((float) random.nextUniform());
      }
      pixels.flip();
      var out = new float[2 * WIDTH];
      program.features(pixels, 2, out);
      for (int i = 0; i < 2; i++) {
        rows.add(List.of((double) out[i * 3], (double) out[i * 3 + 1], (double) out[i * 3 + 2]));
      }
    }
    return rows;
  }

  private void golden(int size, List<List<Double>> features) throws IOException {
    Files.writeString(
        GoldenOutputs.beside(file),
        Json.write(Map.of("seed", 1, "size", size, "features", features)));
  }

  private static ModelSource.TorchScript source(int width) {
    return new ModelSource.TorchScript("own.pt", null, width, HALF, HALF);
  }

  private static Model model(ModelSource.TorchScript source) {
    return new Model("own", ModelSource.TorchScript.ARCHITECTURE, 1, SIZE, source, null);
  }

  /** The gate, and a cell with what it has checked. */
  private Outcome.Success cell(Model model) throws IOException {
    return run(fixedFeatures(model, run(new Stage.Gate(model)).weightsSha256()));
  }

  private static Stage fixedFeatures(Model model, @Nullable String sha256) {
    String path =
        switch (model.source()) {
          case ModelSource.WeightsFile(var known, _) -> known;
          case ModelSource.TorchScript own -> own.path();
          case ModelSource.Download _, ModelSource.Pretrained _, ModelSource.None _ ->
              throw new IllegalArgumentException("no file");
        };
    return new Stage.FixedFeatures(
        model,
        new Weights.File(path, sha256),
        Requests.drawn("textures", 96, 64),
        new Setting.FixedFeatures("fixed-features", List.of(0.01, 1.0, 100.0)));
  }

  private Outcome.Success run(Stage stage) throws IOException {
    return run(request(stage), ALLOWED);
  }

  private static Outcome.Success run(WorkRequest request, TorchScriptRules rules)
      throws IOException {
    return new StageRunner(
            request,
            "pod",
            Cancellation.never(),
            DownloadRules.of(AllowedHosts.of()),
            rules,
            Scratch.NONE)
        .run();
  }

  private WorkRequest request(Stage stage) throws IOException {
    Path artifacts = Files.createDirectories(folder.resolve("artifacts"));
    var folders =
        new WorkRequest.Folders(
            "/nonexistent", folder.toString(), artifacts.toString(), "/nonexistent");
    return new WorkRequest("uid", "study", "work", ++attempt, stage, 1, folders, 1, 1);
  }

  private CheckedWeights found(Outcome.Success success) throws IOException {
    return Json.read(artifact(success, CheckedWeights.FILE), CheckedWeights.class);
  }

  private String artifact(Outcome.Success success, String name) throws IOException {
    return Files.readString(folder.resolve("artifacts").resolve(success.artifacts()).resolve(name));
  }
}
