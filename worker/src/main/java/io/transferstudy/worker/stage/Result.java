package io.transferstudy.worker.stage;

import io.transferstudy.study.findings.Score;
import io.transferstudy.study.json.Json;
import io.transferstudy.study.work.MetricScore;
import io.transferstudy.study.work.Outcome;
import io.transferstudy.study.work.Outcome.Chosen;
import io.transferstudy.study.work.Stage;
import io.transferstudy.worker.dataset.LoadedDataset;
import io.transferstudy.worker.image.ImageDecoder;
import io.transferstudy.worker.score.Answers;
import io.transferstudy.worker.weights.FileDigest;
import io.transferstudy.worker.weights.Safetensors;
import io.transferstudy.worker.weights.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A stage's result on its way into the artifacts: files are added, then all are published at once.
 *
 * @param context of the stage
 * @param key the result key
 * @param folder where the files lie until then
 */
record Result(StageContext context, String key, Path folder) {
  private static final String RESULT = "result.json";
  private static final String WEIGHTS = "weights.safetensors";

  /** Starts collecting. */
  static Result begin(StageContext context, String key) throws IOException {
    Path folder = Files.createDirectories(context.artifacts().own(key).resolve("result"));
    return new Result(context, key, folder);
  }

  /** The result that some attempt, of this study or another, has published under that key. */
  private static Optional<Outcome.Success> published(StageContext context, String key)
      throws IOException {
    Path file = context.artifacts().result(key).resolve(RESULT);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    Outcome.Success success = Json.read(Files.readString(file), Outcome.Success.class);
    return Optional.of(success.asReused());
  }

  /** The way to a result. */
  @FunctionalInterface
  interface Work {
    Outcome.Success run() throws IOException;
  }

  /**
   * What is published under the key, else what the work makes. When another attempt publishes
   * first, it clears away what this one was writing: then its result answers.
   */
  static Outcome.Success publishedOr(StageContext context, String key, Work work)
      throws IOException {
    Optional<Outcome.Success> published = published(context, key);
    if (published.isPresent()) {
      return published.get();
    }
    try {
      return work.run();
    } catch (NoSuchFileException e) {
      return published(context, key).orElseThrow(() -> e);
    }
  }

  /** Adds the network, for use elsewhere. */
  void weights(Map<String, Tensor> state) throws IOException {
    var tensors = new LinkedHashMap<>(state);
    tensors.keySet().removeIf(name -> name.startsWith("momentum."));
    Safetensors.write(folder.resolve(WEIGHTS), tensors, Map.of());
  }

  /** Adds what was answered on each test example, and how each class did. */
  void answers(LoadedDataset dataset, Answers answers) throws IOException {
    text("predictions.csv", AnswerTables.predictions(dataset, answers));
    text("per-class.csv", AnswerTables.perClass(dataset, answers));
  }

  /** Adds a file of text. */
  void text(String name, String content) throws IOException {
    ArtifactStore.write(folder.resolve(name), content);
  }

  /** Adds what the result was made from, and where the list of its split lies. */
  void provenance(LoadedDataset dataset, Stage.OfModel stage) throws IOException {
    provenance(dataset, stage, Map.of());
  }

  /** The same with more facts. */
  void provenance(LoadedDataset dataset, Stage.OfModel stage, Map<String, Object> more)
      throws IOException {
    var facts = new TreeMap<String, Object>(Tables.facts(dataset, stage));
    facts.put("split", SplitList.of(dataset).publish(context.artifacts()));
    facts.putAll(more);
    provenance(facts);
  }

  /** Adds where the result comes from. */
  void provenance(Map<String, Object> facts) throws IOException {
    var provenance = new TreeMap<>(facts);
    var engine = context.engine();
    provenance.put("engine", engine.name() + " " + engine.version());
    provenance.put("java", Runtime.version().toString());
    provenance.put("device", engine.device().label());
    provenance.put("threads", engine.threads());
    provenance.put("jpegDecoder", ImageDecoder.jpegDecoder());
    provenance.put(
        "input",
        Map.of("images", context.input().images(), "waitedSeconds", context.input().seconds()));
    provenance.put("numericsVersion", ResultKey.NUMERICS_VERSION);
    provenance.put("request", context.request());
    text("provenance.json", Json.writeIndented(provenance));
  }

  /** Publishes everything, unless another attempt was faster: then its result is the result. */
  Outcome.Success publish(Score test, @Nullable Chosen chosen, @Nullable Double validationScore)
      throws IOException {
    Path weights = folder.resolve(WEIGHTS);
    return publish(
        (int) test.correct(),
        (int) test.n(),
        chosen,
        validationScore,
        Files.exists(weights) ? FileDigest.sha256(weights) : null,
        test.measured(),
        List.of());
  }

  /**
   * The same for a stage that tests nothing.
   *
   * @param weightsSha256 of the weights that were checked; null if there were none
   */
  Outcome.Success publish(int correct, int total, @Nullable String weightsSha256)
      throws IOException {
    return publish(correct, total, null, null, weightsSha256, null, List.of());
  }

  /** The same for a stage that looks at a data set. */
  Outcome.Success publishPrepared(int usable, int found, List<String> warnings) throws IOException {
    return publish(usable, found, null, null, null, null, warnings);
  }

  private Outcome.Success publish(
      int correct,
      int total,
      @Nullable Chosen chosen,
      @Nullable Double validationScore,
      @Nullable String weightsSha256,
      @Nullable MetricScore score,
      List<String> warnings)
      throws IOException {
    var success =
        new Outcome.Success(
            key,
            correct,
            total,
            chosen,
            validationScore,
            context.seconds(),
            context.engine().device().label(),
            false,
            ArtifactStore.resultPath(key),
            weightsSha256,
            score,
            warnings);
    text(RESULT, Json.writeIndented(success));
    boolean first = context.artifacts().publish(folder, context.artifacts().result(key));
    context.artifacts().forgetAttempts(key);
    return first ? success : published(context, key).orElse(success);
  }
}
