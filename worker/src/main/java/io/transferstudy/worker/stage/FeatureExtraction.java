package io.transferstudy.worker.stage;

import io.transferstudy.study.grid.ModelSource;
import io.transferstudy.study.work.Stage;
import io.transferstudy.worker.dataset.Example;
import io.transferstudy.worker.dataset.LoadedDataset;
import io.transferstudy.worker.engine.FeatureExtractor;
import io.transferstudy.worker.engine.Network;
import io.transferstudy.worker.image.Normalizer;
import io.transferstudy.worker.model.PretrainedFile;
import io.transferstudy.worker.torchscript.NetworkGraph;
import io.transferstudy.worker.weights.Safetensors;
import io.transferstudy.worker.weights.Tensor;
import io.transferstudy.worker.weights.WeightsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Penultimate features of every image of a data set: extracted once per model, data set and
 * preprocessing, then read from the artifacts. They depend on no split and no seed.
 *
 * @param context of the stage
 * @param stage what is asked
 * @param dataset opened
 * @param weights of the network
 */
record FeatureExtraction(
    StageContext context,
    Stage.FixedFeatures stage,
    LoadedDataset dataset,
    PretrainedWeights weights) {
  private static final Logger log = LoggerFactory.getLogger(FeatureExtraction.class);

  private static final String FILE = "features.safetensors";
  private static final String FEATURES = "features";

  /** Of the stage, for the progress line only. */
  static final double SHARE = 0.7;

  /**
   * Features, and what they took.
   *
   * @param table of every image
   * @param reused whether they were read, not computed
   * @param seconds of either
   */
  record Extracted(FeatureTable table, boolean reused, double seconds) {
    /** For the provenance of a result. */
    Map<String, Object> facts() {
      return Map.of("features", Map.of("reused", reused, "seconds", seconds));
    }
  }

  /** From an earlier extraction if there is one. */
  Extracted features() throws IOException {
    long started = System.nanoTime();
    List<Example> examples = dataset.all();
    String key = ResultKey.ofFeatures(stage, dataset.digest(), weights.sha256());
    Path published = context.artifacts().features(key);
    Optional<Tensor> known = stored(published);
    Tensor table = known.isPresent() ? known.get() : computed(examples, key, published);
    return new Extracted(
        FeatureTable.of((int) table.shape()[1], table.data(), examples),
        known.isPresent(),
        (System.nanoTime() - started) / 1e9);
  }

  /** What was published; empty if that is nothing, or damaged. */
  private Optional<Tensor> stored(Path published) throws IOException {
    Path file = published.resolve(FILE);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.ofNullable(Safetensors.read(file).get(FEATURES));
    } catch (WeightsException e) {
      if (e.getCause() instanceof IOException fault) {
        throw fault; // it may be whole
      }
      log.warn("these features are computed again: {}", e.getMessage());
      context.artifacts().withdraw(published);
      return Optional.empty();
    }
  }

  /** What is extracted now; where another attempt was faster, what that has published. */
  private Tensor computed(List<Example> examples, String key, Path published) throws IOException {
    Tensor extracted = extract(examples);
    Path folder = Files.createDirectories(context.artifacts().own(key).resolve("features"));
    Safetensors.write(folder.resolve(FILE), Map.of(FEATURES, extracted), Map.of());
    context.artifacts().publish(folder, published);
    context.artifacts().forgetOwn(key);
    return stored(published).orElse(extracted);
  }

  private Tensor extract(List<Example> examples) {
    if (stage.model().source() instanceof ModelSource.TorchScript own) {
      try (var network = OwnNetwork.open(stage.model(), own, weights, context)) {
        return extract(network, OwnNetwork.normalizer(own), examples);
      }
    }
    var model = NetworkOfModel.of(stage.model(), dataset.classes().size());
    try (var network = load(model.graph())) {
      return extract(network, model.normalizer(), examples);
    }
  }

  private Network load(NetworkGraph graph) {
    long seed = context.request().seed();
    try (var source = PretrainedFile.withNewClassifier(graph, weights.file(), seed)) {
      return Network.load(context.engine(), graph, source);
    }
  }

  private Tensor extract(
      FeatureExtractor extractor, Normalizer normalizer, List<Example> examples) {
    float[] values =
        Evaluator.of(normalizer, stage.data().dataset().resize(), context)
            .features(
                extractor,
                examples,
                done -> context.progress().at(SHARE * done / examples.size(), "features"));
    return new Tensor(new long[] {examples.size(), extractor.width()}, values);
  }
}
