package io.transferstudy.worker.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
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
import io.transferstudy.worker.download.DownloadException;
import io.transferstudy.worker.download.DownloadRules;
import io.transferstudy.worker.engine.Device;
import io.transferstudy.worker.engine.Engine;
import io.transferstudy.worker.engine.Network;
import io.transferstudy.worker.gate.GoldenOutputs;
import io.transferstudy.worker.image.BadDataException;
import io.transferstudy.worker.model.Initialization;
import io.transferstudy.worker.model.KeyedRandom;
import io.transferstudy.worker.model.Models;
import io.transferstudy.worker.model.Preprocessing;
import io.transferstudy.worker.torchscript.NetworkGraph;
import io.transferstudy.worker.weights.FileDigest;
import io.transferstudy.worker.weights.Safetensors;
import io.transferstudy.worker.weights.Tensor;
import io.transferstudy.worker.weights.WeightsException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GateStageTest {
  private static final int SIZE = 24;
  private static final long SEED = 5;
  private static final int[] COLOURS = {0xFF0000, 0x00FF00, 0x0000FF, 0xFFFFFF, 0x000000, 0x808000};
  private static final NetworkGraph GRAPH =
      Models.find("resnet-8")
          .map(entry -> entry.network(entry.sourceClasses(), 1, SIZE))
          .orElseThrow();

  @TempDir Path folder;
  private Path weights = Path.of("");

  @BeforeEach
  void weights() throws IOException {
    weights = folder.resolve("w.safetensors");
    write(UnaryOperator.identity());
  }

  @Test
  void knownOutputsAreReproducedOnce() throws IOException {
    writeGolden(0);
    Outcome.Success first = gate(1, null);
    assertThat(first.total()).isEqualTo(3);
    assertThat(first.correct()).isEqualTo(3);
    assertThat(first.weightsSha256()).isEqualTo(FileDigest.sha256(weights));
    CheckedWeights found = found(first);
    assertThat(found.known()).isTrue();
    assertThat(found.largestDifference()).isBetween(0.0, 1e-5);
    assertThat(gate(2, null).reused()).isTrue();
  }

  @Test
  void aWrongOutputFailsAndSaysByHowMuch() throws IOException {
    writeGolden(0.01);
    assertThatThrownBy(() -> gate(1, null))
        .isInstanceOf(WeightsException.class)
        .hasMessageContaining("w.safetensors: known output 3 of 3 is not reproduced")
        .hasMessageContaining("another network");
  }

  /** What is known enters the key: a file corrected afterwards is looked at. */
  @Test
  void goldenOutputsThatComeLaterAreLookedAt() throws IOException {
    assertThat(found(gate(1, null)).known()).isFalse();
    writeGolden(0.01);
    assertThatThrownBy(() -> gate(2, null)).isInstanceOf(WeightsException.class);
    writeGolden(0);
    assertThat(found(gate(3, null)).known()).isTrue();
  }

  /** Weights that learnt without labels have none; their features can still be transferred. */
  @Test
  void aFileWithoutAClassifierPasses() throws IOException {
    Map<String, Tensor> body = state();
    body.keySet().removeIf(GRAPH::isClassifier);
    Safetensors.write(weights, body, Map.of());
    assertThat(gate(1, null).weightsSha256()).isEqualTo(FileDigest.sha256(weights));
    writeGolden(0);
    assertThatThrownBy(() -> gate(2, null))
        .isInstanceOf(WeightsException.class)
        .hasMessageContaining("the weights have no classifier");
    Files.delete(GoldenOutputs.beside(weights));
    Path labels = Files.writeString(folder.resolve("labels.txt"), "1.png 0");
    assertThatThrownBy(() -> check(labels)).hasMessageContaining("without a trained classifier");
  }

  @Test
  void theNetworkIsBuiltForTheFilesOwnClasses() throws IOException {
    NetworkGraph wide =
        Models.find("resnet-8").map(entry -> entry.network(1_001, 1, SIZE)).orElseThrow();
    Safetensors.write(weights, Initialization.random(wide, SEED), Map.of());
    assertThat(gate(1, null).reused()).isFalse();
  }

  @Test
  void nonsenseIsRefused() throws IOException {
    write(tensor -> filled(tensor, Float.NaN));
    assertThatThrownBy(() -> gate(1, null))
        .isInstanceOf(WeightsException.class)
        .hasMessageContaining("holds NaN, which is no finite number");
    var overflowing = new LinkedHashMap<>(state());
    overflowing.replaceAll(
        (key, tensor) -> GRAPH.isClassifier(key) ? filled(tensor, Float.MAX_VALUE) : tensor);
    Safetensors.write(weights, overflowing, Map.of());
    assertThatThrownBy(() -> gate(1, null))
        .isInstanceOf(WeightsException.class)
        .hasMessageContaining("the network answers with ");
    write(tensor -> filled(tensor, 0));
    assertThatThrownBy(() -> gate(1, null))
        .isInstanceOf(WeightsException.class)
        .hasMessageContaining("the same to every image");
  }

  @Test
  void anotherDigestIsRefused() {
    assertThatThrownBy(() -> gate(1, "0".repeat(64)))
        .isInstanceOf(WeightsException.class)
        .hasMessageContaining("expected 0000");
  }

  @Test
  void aGoldenFileThatIsNoneIsNamed() throws IOException {
    for (String text : List.of("{", "{}", "{\"seed\":1,\"size\":24,\"logits\":[[1,2],[3]]}")) {
      Files.writeString(GoldenOutputs.beside(weights), text);
      assertThatThrownBy(() -> gate(1, null))
          .as(text)
          .isInstanceOf(WeightsException.class)
          .hasMessageContaining("w.safetensors.golden.json");
    }
  }

  @Test
  void aCheckCountsWhatIsRecognised() throws IOException {
    var names = new ArrayList<String>();
    for (int i = 0; i < COLOURS.length; i++) {
      names.add("images " + i % 3 + "/" + i + ".png");
      write(folder.resolve(names.get(i)), COLOURS[i]);
    }
    Path labels = folder.resolve("labels.txt");
    Files.write(labels, lines(names, i -> answer(i, 0)));
    CheckedWeights right = found(check(labels));
    assertThat(right.speed()).satisfies(GateStageTest::isPositive);
    assertThat(right.recognition())
        .satisfies(r -> {
          assertThat(r.images()).isEqualTo(COLOURS.length);
          assertThat(r.top1()).isEqualTo(COLOURS.length);
          assertThat(r.top5()).isEqualTo(COLOURS.length);
        });
    Files.write(labels, lines(names, i -> answer(i, i == 0 ? 4 : 1)));
    assertThat(found(check(labels)).recognition())
        .satisfies(r -> {
          assertThat(r.top1()).isZero();
          assertThat(r.top5()).isEqualTo(COLOURS.length);
        });
    Files.write(labels, lines(names, i -> answer(i, i == 0 ? 4 : 5)));
    assertThat(found(check(labels)).recognition()).satisfies(r -> assertThat(r.top5()).isOne());
  }

  @Test
  void labelsThatDoNotFitAreNamed() throws IOException {
    Path labels = folder.resolve("labels.txt");
    write(folder.resolve("cat/1.png"), 1);
    Files.writeString(labels, "cat/1.png 2\ncat/2.png 0\ncat/3.png 1\n");
    assertThatThrownBy(() -> check(labels))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("2 of 3 images are missing, first: ")
        .hasMessageContaining("2.png");
    Files.writeString(labels, "cat/1.png,99\n");
    assertThatThrownBy(() -> check(labels))
        .hasMessageContaining("label 99 of 1.png is out of range");
    Files.writeString(labels, "cat\ndog\n");
    assertThatThrownBy(() -> check(labels)).hasMessageContaining("line 2 names the class folder");
    Files.writeString(labels, "cat\n");
    assertThat(found(check(labels)).recognition()).satisfies(r -> assertThat(r.images()).isOne());
  }

  /** The gate downloads, the cell finds; without the server and the file only an error is left. */
  @Test
  void weightsFromElsewhereAreDownloadedOnce() throws IOException {
    var server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    server.createContext(
        "/w",
        exchange -> {
          exchange.sendResponseHeaders(200, Files.size(weights));
          Files.copy(weights, exchange.getResponseBody());
          exchange.close();
        });
    server.start();
    String uri = "http://127.0.0.1:" + server.getAddress().getPort() + "/w";
    var model = new Model("m", "resnet-8", 1, SIZE, new ModelSource.Download(uri, null), null);
    Outcome.Success gate;
    try {
      gate = run(1, new Stage.Gate(model));
    } finally {
      server.stop(0);
    }
    String sha256 = FileDigest.sha256(weights);
    assertThat(gate.weightsSha256()).isEqualTo(sha256);

    var cell =
        new Stage.FixedFeatures(
            model,
            new Weights.Downloaded(uri, null, sha256),
            Requests.drawn("textures", 96, 64),
            new Setting.FixedFeatures("fixed-features", List.of(1.0)));
    assertThat(run(1, cell).total()).isEqualTo(64);
    assertThat(run(2, new Stage.Gate(model)).reused()).isTrue();
    Files.delete(onlyDownload());
    assertThatThrownBy(() -> run(2, cell))
        .isInstanceOf(DownloadException.class)
        .hasMessageContaining(uri);
  }

  private Path onlyDownload() throws IOException {
    try (var files = Files.list(folder.resolve("downloads"))) {
      return files
          .filter(file -> file.getFileName().toString().matches("url-[0-9a-f]{64}"))
          .findFirst()
          .orElseThrow();
    }
  }

  /** Plain http to this machine, and one try. */
  private static final DownloadRules RULES =
      new DownloadRules(
          AllowedHosts.of("127.0.0.1"),
          16 << 20,
          Duration.ofSeconds(5),
          Duration.ofSeconds(5),
          1,
          Duration.ofMillis(1),
          URI.create("http://127.0.0.1:1"),
          true);

  @Test
  void aCheckNeedsNoWeights() throws IOException {
    var none = new Model("m", "resnet-8", 1, SIZE, new ModelSource.None(), null);
    Outcome.Success success = run(1, new Stage.Check(none, null, 0));
    assertThat(success.weightsSha256()).isNull();
    assertThat(found(success).speed()).satisfies(GateStageTest::isPositive);
  }

  private static void isPositive(CheckedWeights.Speed speed) {
    assertThat(speed.loadSeconds()).isPositive();
    assertThat(speed.evaluation()).isPositive();
    assertThat(speed.training()).isPositive();
  }

  private Outcome.Success gate(int attempt, @Nullable String sha256) throws IOException {
    return run(attempt, new Stage.Gate(model(sha256)));
  }

  private Outcome.Success check(Path labels) throws IOException {
    var labelled = new Stage.LabelledImages(folder.toString(), labels.toString());
    return run(1, new Stage.Check(model(null), labelled, 0));
  }

  private Model model(@Nullable String sha256) {
    var source = new ModelSource.WeightsFile("w.safetensors", sha256);
    return new Model("m", "resnet-8", 1, SIZE, source, null);
  }

  private Outcome.Success run(int attempt, Stage stage) throws IOException {
    Path artifacts = Files.createDirectories(folder.resolve("artifacts"));
    var folders =
        new WorkRequest.Folders(
            "/nonexistent",
            folder.toString(),
            artifacts.toString(),
            folder.resolve("downloads").toString());
    var request = new WorkRequest("uid", "study", "gate/m", attempt, stage, 1, folders, 1, 1);
    return new StageRunner(
            request, "pod", Cancellation.never(), RULES, Requests.NO_PROGRAMS, Scratch.NONE)
        .run();
  }

  private CheckedWeights found(Outcome.Success success) throws IOException {
    Path file =
        folder.resolve("artifacts").resolve(success.artifacts()).resolve(CheckedWeights.FILE);
    return Json.read(Files.readString(file), CheckedWeights.class);
  }

  private static Map<String, Tensor> state() {
    return new LinkedHashMap<>(Initialization.random(GRAPH, SEED));
  }

  private void write(UnaryOperator<Tensor> change) throws IOException {
    var changed = new LinkedHashMap<String, Tensor>();
    state().forEach((key, tensor) -> changed.put(key, change.apply(tensor)));
    Safetensors.write(weights, changed, Map.of());
  }

  private static Tensor filled(Tensor tensor, float value) {
    var data = new float[tensor.data().length];
    Arrays.fill(data, value);
    return new Tensor(tensor.shape(), data);
  }

  /** The network's own outputs, the last one's first logit moved by that many. */
  private void writeGolden(double moved) throws IOException {
    var logits = new ArrayList<List<Double>>();
    var random = KeyedRandom.of("input", 11);
    try (var network = Network.load(Engine.start(1, Device.CPU), GRAPH, state())) {
      for (int n = 0; n < 3; n++) {
        var pixels = FloatBuffer.allocate(3 * SIZE * SIZE);
        for (int i = 0; i < pixels.capacity(); i++) {
          pixels.put(i, (float) random.nextUniform());
        }
        logits.add(new ArrayList<>(evaluate(network, pixels)));
      }
    }
    double spread = logits.getLast().stream().mapToDouble(Math::abs).max().orElseThrow();
    logits.getLast().set(0, logits.getLast().getFirst() + moved * spread);
    Files.writeString(
        GoldenOutputs.beside(weights),
        Json.write(Map.of("seed", 11, "size", SIZE, "logits", logits)));
  }

  private static List<Double> evaluate(Network network, FloatBuffer pixels) {
    var logits = new float[GRAPH.classes()];
    network.evaluate(pixels, 1, logits, new float[GRAPH.features()]);
    var row = new ArrayList<Double>();
    for (float logit : logits) {
      row.add((double) logit);
    }
    return row;
  }

  /** The class that the network itself puts at that rank, from 0 on, for an image of one colour. */
  private static int answer(int colour, int rank) {
    Preprocessing preprocessing = Models.find("resnet-8").orElseThrow().preprocessing();
    var pixels = FloatBuffer.allocate(3 * SIZE * SIZE);
    for (int i = 0; i < pixels.capacity(); i++) {
      int channel = i / (SIZE * SIZE);
      double value = (COLOURS[colour] >> 8 * (2 - channel) & 0xFF) / 255.0;
      pixels.put(
          i,
          (float) ((value - preprocessing.mean().get(channel)) / preprocessing.std().get(channel)));
    }
    try (var network = Network.load(Engine.start(1, Device.CPU), GRAPH, state())) {
      List<Double> logits = evaluate(network, pixels);
      return IntStream.range(0, logits.size())
          .boxed()
          .sorted(Comparator.comparing(logits::get, Comparator.reverseOrder()))
          .toList()
          .get(rank);
    }
  }

  private static List<String> lines(List<String> names, IntUnaryOperator label) {
    var lines = new ArrayList<String>();
    for (int i = 0; i < names.size(); i++) {
      lines.add(names.get(i) + " " + label.applyAsInt(i));
    }
    return lines;
  }

  private static void write(Path file, int colour) throws IOException {
    Files.createDirectories(file.getParent());
    var image = new BufferedImage(30, 40, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        image.setRGB(x, y, colour);
      }
    }
    assertThat(ImageIO.write(image, "png", file.toFile())).isTrue();
  }
}
