package io.transferstudy.worker.model;

import io.transferstudy.worker.torchscript.NetworkGraph;
import io.transferstudy.worker.torchscript.TensorSpec;
import io.transferstudy.worker.weights.StateSource;
import io.transferstudy.worker.weights.StrictMatch;
import io.transferstudy.worker.weights.Tensor;
import io.transferstudy.worker.weights.WeightsFile;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * An open weights file of either format that fits a network by strict match, as the source of the
 * network's state. Names of the libraries in {@link KeyMaps} are understood, auxiliary heads left
 * out. Opening compares the file with the network and reads no value.
 */
public final class PretrainedFile implements StateSource, AutoCloseable {
  private final Map<String, TensorSpec> specs = new LinkedHashMap<>();
  private final WeightsFile file;
  private final Map<String, NamedTensor> named;
  private final Predicate<String> drawn;
  private final long seed;

  private PretrainedFile(
      NetworkGraph graph,
      WeightsFile file,
      Map<String, NamedTensor> named,
      Predicate<String> drawn,
      long seed) {
    graph.tensors().forEach(spec -> specs.put(spec.key(), spec));
    this.file = file;
    this.named = named;
    this.drawn = drawn;
    this.seed = seed;
  }

  /**
   * The whole state, classifier included: for a graph with the file's number of classes.
   *
   * @throws io.transferstudy.worker.weights.WeightsException if the file is damaged or does not fit
   */
  public static PretrainedFile whole(NetworkGraph graph, Path path) {
    return open(graph, path, _ -> false, 0);
  }

  /**
   * Everything but the classifier, which is drawn anew for the graph's classes; the file's may be
   * of any size or absent.
   *
   * @param seed of the new classifier
   * @throws io.transferstudy.worker.weights.WeightsException if the file is damaged or does not fit
   */
  public static PretrainedFile withNewClassifier(NetworkGraph graph, Path path, long seed) {
    return open(graph, path, graph::isClassifier, seed);
  }

  private static PretrainedFile open(
      NetworkGraph graph, Path path, Predicate<String> drawn, long seed) {
    var file = WeightsFile.open(path);
    try {
      Map<String, NamedTensor> named = NamedTensors.of(graph, file.shapes(), path.toString());
      var expected = new LinkedHashMap<String, long[]>();
      graph.tensors().forEach(spec -> expected.put(spec.key(), spec.shape()));
      var found = new LinkedHashMap<String, long[]>();
      named.forEach((name, tensor) -> found.put(name, tensor.shape()));
      StrictMatch.require(expected, found, drawn, path.toString());
      return new PretrainedFile(graph, file, named, drawn, seed);
    } catch (RuntimeException e) {
      file.close();
      throw e;
    }
  }

  @Override
  public long @Nullable [] shape(String key) {
    TensorSpec spec = specs.get(key);
    return spec == null ? null : spec.shape();
  }

  @Override
  public void write(String key, FloatBuffer out) {
    TensorSpec spec = specs.get(key);
    NamedTensor tensor = named.get(key);
    if (spec == null) {
      throw new IllegalArgumentException("there is no tensor " + key);
    }
    if (drawn.test(key) || tensor == null) {
      out.put(Initialization.tensor(spec, seed).data());
    } else {
      int from = out.position();
      file.read(tensor.stored(), out);
      SoundValues.require(
          spec,
          out.duplicate().limit(out.position()).position(from),
          file + ": " + tensor.stored());
    }
  }

  /** All of it in memory, in the graph's order. */
  Map<String, Tensor> state() {
    var state = new LinkedHashMap<String, Tensor>();
    specs.forEach((key, spec) -> {
      var data = new float[Math.toIntExact(Tensor.count(spec.shape()))];
      write(key, FloatBuffer.wrap(data));
      state.put(key, new Tensor(spec.shape(), data));
    });
    return state;
  }

  @Override
  public void close() {
    file.close();
  }
}
