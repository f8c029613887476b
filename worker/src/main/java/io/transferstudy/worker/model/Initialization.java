package io.transferstudy.worker.model;

import io.transferstudy.worker.torchscript.NetworkGraph;
import io.transferstudy.worker.torchscript.TensorSpec;
import io.transferstudy.worker.weights.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A network's state before any training, a function of its tensors' names and a seed. Weights as
 * their {@link io.transferstudy.worker.torchscript.Init} says, biases 0, batch norm 1, 0, 0, 1.
 */
public final class Initialization {
  private Initialization() {}

  /** A value for every tensor of the graph, in its order. */
  public static Map<String, Tensor> random(NetworkGraph graph, long seed) {
    var state = new LinkedHashMap<String, Tensor>();
    graph.tensors().forEach(spec -> state.put(spec.key(), tensor(spec, seed)));
    return state;
  }

  /**
   * The given state with the classifier drawn anew for the graph's classes.
   *
   * @param body a value for every tensor but the classifier's, which is ignored if there
   */
  public static Map<String, Tensor> withNewClassifier(
      NetworkGraph graph, Map<String, Tensor> body, long seed) {
    var state = new LinkedHashMap<String, Tensor>();
    for (TensorSpec spec : graph.tensors()) {
      Tensor kept = graph.isClassifier(spec.key()) ? null : body.get(spec.key());
      state.put(spec.key(), kept == null ? tensor(spec, seed) : kept);
    }
    return state;
  }

  /** One tensor's initial value. */
  static Tensor tensor(TensorSpec spec, long seed) {
    return switch (spec.role()) {
      case BIAS, NORM_BIAS, RUNNING_MEAN -> Tensor.filled(0, spec.shape());
      case NORM_WEIGHT, RUNNING_VARIANCE -> Tensor.filled(1, spec.shape());
      case WEIGHT -> weight(spec, seed);
    };
  }

  private static Tensor weight(TensorSpec spec, long seed) {
    double fanIn = spec.fanIn();
    return switch (spec.init()) {
      case KAIMING_FAN_OUT -> normal(spec, Math.sqrt(2 / (double) spec.fanOut()), seed);
      case KAIMING_FAN_IN -> normal(spec, Math.sqrt(2 / fanIn), seed);
      case LECUN -> normal(spec, Math.sqrt(1 / fanIn), seed);
      case UNIFORM -> uniform(spec, Math.sqrt(1 / fanIn), seed);
    };
  }

  private static Tensor uniform(TensorSpec spec, double bound, long seed) {
    var random = KeyedRandom.of(spec.key(), seed);
    var data = new float[Math.toIntExact(Tensor.count(spec.shape()))];
    for (int i = 0; i < data.length; i++) {
      data[i] = (float) (random.nextUniform() * bound);
    }
    return new Tensor(spec.shape(), data);
  }

  /** By Box and Muller's transform, from the sequences KEY/u1 and KEY/u2. */
  private static Tensor normal(TensorSpec spec, double deviation, long seed) {
    var first = KeyedRandom.of(spec.key() + "/u1", seed);
    var second = KeyedRandom.of(spec.key() + "/u2", seed);
    var data = new float[Math.toIntExact(Tensor.count(spec.shape()))];
    for (int i = 0; i < data.length; i++) {
      double u1 = (first.nextUniform() + 1) / 2;
      double u2 = (second.nextUniform() + 1) / 2;
      double z = Math.sqrt(-2 * Math.log(1 - u1)) * Math.cos(2 * Math.PI * u2);
      data[i] = (float) (z * deviation);
    }
    return new Tensor(spec.shape(), data);
  }
}
