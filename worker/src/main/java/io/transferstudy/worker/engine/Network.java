package io.transferstudy.worker.engine;

import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.JniUtils;
import io.transferstudy.worker.torchscript.NetworkGraph;
import io.transferstudy.worker.torchscript.NetworkModule;
import io.transferstudy.worker.torchscript.NetworkOptions;
import io.transferstudy.worker.torchscript.Precision;
import io.transferstudy.worker.weights.Tensor;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A network that evaluates and learns, in native memory until closed. Used by one thread at a time.
 */
public final class Network implements FeatureExtractor {
  private static final String MOMENTUM = "momentum.";

  private final NetworkGraph graph;
  private final NativeModule module;
  private final NativeBuffer images = new NativeBuffer();
  private final NativeBuffer small = new NativeBuffer();
  private final boolean fused;
  private boolean hasMomentum;
  private boolean frozen;

  private Network(NetworkGraph graph, NativeModule module, boolean fused) {
    this.graph = graph;
    this.module = module;
    this.fused = fused;
  }

  /** {@link NetworkOptions#standard()}, with evaluation fused where the engine can do that. */
  public static NetworkOptions options(Engine engine) {
    return NetworkOptions.standard().withFused(FusedConvolutions.in(engine));
  }

  /** A network with {@linkplain #options the engine's options}. */
  public static Network load(Engine engine, NetworkGraph graph, Map<String, Tensor> state) {
    return load(engine, graph, state, options(engine));
  }

  /**
   * Emits, loads and fills a network.
   *
   * @param state a tensor for each of {@link NetworkGraph#tensors()}; momentum may be among them
   */
  public static Network load(
      Engine engine, NetworkGraph graph, Map<String, Tensor> state, NetworkOptions options) {
    if (options.precision() != Precision.FLOAT) {
      throw new IllegalArgumentException("a network computes in float32");
    }
    var archive = NetworkModule.emit(graph, state, options);
    var network = new Network(graph, NativeModule.load(engine, archive), options.fused());
    try {
      if (state.keySet().stream().anyMatch(key -> key.startsWith(MOMENTUM))) {
        network.restore(state);
      }
      return network;
    } catch (RuntimeException e) {
      network.close();
      throw e;
    }
  }

  /** What this network was made from. */
  public NetworkGraph graph() {
    return graph;
  }

  /**
   * Evaluates with the running statistics.
   *
   * @param imagesNchw n normalised images [3, size, size] one after another from its position on;
   *     the position stays
   * @param logitsOut filled with n rows of {@link NetworkGraph#classes()}
   * @param featuresOut filled with n rows of {@link NetworkGraph#features()}
   */
  public void evaluate(FloatBuffer imagesNchw, int n, float[] logitsOut, float[] featuresOut) {
    if (fused && !frozen) {
      module.run("freeze").close();
      frozen = true;
    }
    try (PtNDManager scope = scope();
        IValue result = module.run("forward", images(scope, imagesNchw, n))) {
      IValue[] outputs = result.toIValueTuple();
      try (IValue logits = outputs[0];
          IValue features = outputs[1]) {
        read(logits.toTensor(scope)).get(logitsOut, 0, n * graph.classes());
        read(features.toTensor(scope)).get(featuresOut, 0, n * graph.features());
      }
    }
  }

  @Override
  public int imageSize() {
    return graph.imageSize();
  }

  @Override
  public int width() {
    return graph.features();
  }

  @Override
  public void features(FloatBuffer imagesNchw, int n, float[] featuresOut) {
    evaluate(imagesNchw, n, new float[n * graph.classes()], featuresOut);
  }

  /**
   * One training step: forward by batch statistics, backward, update.
   *
   * @param imagesNchw as in {@link #evaluate}
   * @param labels the first n are the images' classes
   * @return the mean cross-entropy before the update; not finite when training has diverged
   */
  public float trainStep(FloatBuffer imagesNchw, int n, long[] labels, SgdStep step) {
    return trainStep(imagesNchw, MicroBatches.of(n, 1), labels, step);
  }

  /**
   * The same with the images in parts, one after another in memory: the gradient of the whole
   * batch's mean loss is the sum of those of its parts, so that the update is the whole batch's.
   * Only batch normalisation sees the difference, as it normalises each part by itself.
   */
  public float trainStep(FloatBuffer imagesNchw, MicroBatches parts, long[] labels, SgdStep step) {
    float loss = 0;
    for (MicroBatches.Part part : parts.parts()) {
      try (PtNDManager scope = scope()) {
        loss += backward(scope, imagesNchw, part, labels, (float) part.count() / parts.total());
      }
    }
    try (PtNDManager scope = scope()) {
      PtNDArray hyper =
          small.doubles(
              scope,
              step.learningRate(),
              step.momentum(),
              step.weightDecay(),
              step.decayNormAndBias() ? 1 : 0);
      module.run("sgd", hyper).close();
      hasMomentum = true;
      return loss;
    }
  }

  /** Adds the share's part of the gradient to what is there; returns the same part of the loss. */
  private float backward(
      PtNDManager scope,
      FloatBuffer imagesNchw,
      MicroBatches.Part part,
      long[] labels,
      float share) {
    frozen = false; // the running statistics move
    int size = graph.imageSize();
    FloatBuffer own = imagesNchw.duplicate();
    own.position(imagesNchw.position() + part.from() * 3 * size * size);
    long[] ownLabels = Arrays.copyOfRange(labels, part.from(), part.from() + part.count());
    PtNDArray loss =
        module.record(
            "loss", images(scope, own, part.count()), small.longs(scope, ownLabels, part.count()));
    JniUtils.backward(loss, (PtNDArray) scope.create(share), false, false);
    return share * loss.toByteBuffer(false).getFloat();
  }

  /**
   * The gradients of the mean cross-entropy on a batch, by parameter; the running statistics move
   * as in a training step, the parameters do not.
   */
  public Map<String, Tensor> gradients(FloatBuffer imagesNchw, int n, long[] labels) {
    try (PtNDManager scope = scope()) {
      backward(scope, imagesNchw, new MicroBatches.Part(0, n), labels, 1);
      Map<String, Tensor> gradients = copy("gradients");
      module.run("clear").close();
      return gradients;
    }
  }

  /**
   * A copy of the whole state: the graph's tensors in order and, once trained, the momentum of each
   * parameter as {@code momentum.KEY}. A network restored from it continues bit for bit.
   */
  public Map<String, Tensor> state() {
    Map<String, Tensor> state = copy("state");
    if (hasMomentum) {
      state.putAll(copy("momentum"));
    }
    return state;
  }

  /**
   * Takes over a state of this graph.
   *
   * @throws IllegalArgumentException if a tensor of the graph is missing or has another shape
   */
  public void restore(Map<String, Tensor> state) {
    assign("state", state);
    hasMomentum = state.keySet().stream().anyMatch(key -> key.startsWith(MOMENTUM));
    if (hasMomentum) {
      assign("momentum", state);
    }
  }

  private void assign(String method, Map<String, Tensor> state) {
    frozen = false;
    each(
        method,
        (key, target) -> {
          Tensor value = state.get(key);
          if (value == null || !Arrays.equals(value.shape(), target.getShape().getShape())) {
            throw new IllegalArgumentException(
                "state does not fit: %s should be %s, got %s"
                    .formatted(key, target.getShape(), value));
          }
          try (PtNDManager scope = scope()) {
            var source =
                images.floats(scope, FloatBuffer.wrap(value.data()), new Shape(value.shape()));
            module.run("assign", target, source).close();
          }
        });
  }

  private Map<String, Tensor> copy(String method) {
    var unordered = new LinkedHashMap<String, Tensor>();
    each(
        method,
        (key, tensor) -> {
          var data = new float[Math.toIntExact(tensor.size())];
          read(tensor).get(data);
          unordered.put(key, new Tensor(tensor.getShape().getShape(), data));
        });
    String prefix = method.equals("momentum") ? MOMENTUM : "";
    var ordered = new LinkedHashMap<String, Tensor>();
    graph
        .tensors()
        .forEach(spec -> {
          Tensor value = unordered.get(prefix + spec.key());
          if (value != null) {
            ordered.put(prefix + spec.key(), value);
          }
        });
    return ordered;
  }

  private interface Visitor {
    void visit(String key, PtNDArray tensor);
  }

  /** Shows every tensor of a dictionary that a method returns. */
  private void each(String method, Visitor visitor) {
    try (PtNDManager scope = scope();
        IValue result = module.run(method)) {
      Map<String, IValue> entries = result.toIValueMap();
      try {
        entries.forEach((key, value) -> visitor.visit(key, value.toTensor(scope)));
      } finally {
        entries.values().forEach(IValue::close);
      }
    }
  }

  private PtNDArray images(PtNDManager scope, FloatBuffer values, int n) {
    int size = graph.imageSize();
    return images.floats(scope, values, new Shape(n, 3, size, size));
  }

  private PtNDManager scope() {
    return module.manager().newSubManager(module.manager().getDevice());
  }

  /** The values in row-major order, valid as long as the tensor. */
  private static FloatBuffer read(PtNDArray tensor) {
    ByteBuffer bytes = tensor.toByteBuffer(true);
    return bytes.asFloatBuffer();
  }

  @Override
  public void close() {
    module.close();
    images.close();
    small.close();
  }
}
