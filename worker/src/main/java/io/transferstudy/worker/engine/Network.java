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
import io.transferstudy.worker.weights.StateSource;
import io.transferstudy.worker.weights.Tensor;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Map;

/**
 * A network that evaluates and learns, in native memory until closed. Used by one thread at a time.
 */
public final class Network implements FeatureExtractor {
  private final NetworkGraph graph;
  private final NativeModule module;
  private final NetworkState state;
  private final NativeBuffer images = new NativeBuffer();
  private final NativeBuffer small = new NativeBuffer();
  private final boolean fused;
  private boolean hasMomentum;
  private boolean frozen;

  private Network(NetworkGraph graph, NativeModule module, boolean fused) {
    this.graph = graph;
    this.module = module;
    this.state = new NetworkState(graph, module);
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

  /** The same from wherever its values come. */
  public static Network load(Engine engine, NetworkGraph graph, StateSource source) {
    return load(engine, graph, source, options(engine));
  }

  /**
   * Emits, loads and fills a network.
   *
   * @param state a tensor for each of {@link NetworkGraph#tensors()}; momentum may be among them
   */
  public static Network load(
      Engine engine, NetworkGraph graph, Map<String, Tensor> state, NetworkOptions options) {
    Network network = load(engine, graph, StateSource.of(state), options);
    try {
      if (hasMomentum(state)) {
        network.restore(state);
      }
      return network;
    } catch (RuntimeException e) {
      network.close();
      throw e;
    }
  }

  /**
   * The same from wherever its values come, without momentum. Beside the network's own memory it
   * takes that of its largest tensor, until it returns.
   */
  public static Network load(
      Engine engine, NetworkGraph graph, StateSource source, NetworkOptions options) {
    if (options.precision() != Precision.FLOAT) {
      throw new IllegalArgumentException("a network computes in float32");
    }
    var module = NativeModule.load(engine, NetworkModule.unfilled(graph, options));
    var network = new Network(graph, module, options.fused());
    try {
      network.state.fill(source);
      return network;
    } catch (RuntimeException e) {
      network.close();
      throw e;
    }
  }

  private static boolean hasMomentum(Map<String, Tensor> state) {
    return state.keySet().stream().anyMatch(key -> key.startsWith(NetworkState.MOMENTUM));
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
    try (PtNDManager scope = module.scope();
        IValue result = module.run("forward", images(scope, imagesNchw, n))) {
      IValue[] outputs = result.toIValueTuple();
      try (IValue logits = outputs[0];
          IValue features = outputs[1]) {
        floats(logits.toTensor(scope)).get(logitsOut, 0, n * graph.classes());
        floats(features.toTensor(scope)).get(featuresOut, 0, n * graph.features());
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
    return trainStep(imagesNchw, MicroBatches.of(n, 1), new Targets.Classes(labels), step);
  }

  /**
   * The same with the images in parts, one after another in memory: the gradient of the whole
   * batch's mean loss is the sum of those of its parts, so that the update is the whole batch's.
   * Only batch normalisation sees the difference, as it normalises each part by itself.
   */
  public float trainStep(
      FloatBuffer imagesNchw, MicroBatches parts, Targets targets, SgdStep step) {
    float loss = 0;
    for (MicroBatches.Part part : parts.parts()) {
      try (PtNDManager scope = module.scope()) {
        loss += backward(scope, imagesNchw, part, targets, (float) part.count() / parts.total());
      }
    }
    try (PtNDManager scope = module.scope()) {
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
      Targets targets,
      float share) {
    frozen = false; // the running statistics move
    int size = graph.imageSize();
    FloatBuffer own = imagesNchw.duplicate();
    own.position(imagesNchw.position() + part.from() * 3 * size * size);
    PtNDArray loss =
        module.record("loss", images(scope, own, part.count()), targets(scope, targets, part));
    JniUtils.backward(loss, (PtNDArray) scope.create(share), false, false);
    return share * loss.toByteBuffer(false).getFloat();
  }

  private PtNDArray targets(PtNDManager scope, Targets targets, MicroBatches.Part part) {
    return switch (targets) {
      case Targets.Classes(long[] labels) ->
          small.longs(
              scope,
              Arrays.copyOfRange(labels, part.from(), part.from() + part.count()),
              part.count());
      case Targets.Marks(float[] marks) -> {
        int classes = graph.classes();
        var own = FloatBuffer.wrap(marks);
        own.position(part.from() * classes);
        yield small.floats(scope, own, new Shape(part.count(), classes));
      }
    };
  }

  /**
   * The gradients of the mean cross-entropy on a batch, by parameter; the running statistics move
   * as in a training step, the parameters do not.
   */
  public Map<String, Tensor> gradients(FloatBuffer imagesNchw, int n, long[] labels) {
    try (PtNDManager scope = module.scope()) {
      backward(scope, imagesNchw, new MicroBatches.Part(0, n), new Targets.Classes(labels), 1);
      Map<String, Tensor> gradients = state.copyOfGradients();
      module.run("clear").close();
      return gradients;
    }
  }

  /**
   * A copy of the whole state: the graph's tensors in order and, once trained, the momentum of each
   * parameter as {@code momentum.KEY}. A network restored from it continues bit for bit.
   */
  public Map<String, Tensor> state() {
    Map<String, Tensor> copy = state.copy();
    if (hasMomentum) {
      copy.putAll(state.copyOfMomentum());
    }
    return copy;
  }

  /**
   * Takes over a state of this graph.
   *
   * @throws IllegalArgumentException if a tensor of the graph is missing or has another shape
   */
  public void restore(Map<String, Tensor> from) {
    frozen = false;
    state.restore(StateSource.of(from));
    hasMomentum = hasMomentum(from);
    if (hasMomentum) {
      state.restoreMomentum(StateSource.of(from));
    }
  }

  private PtNDArray images(PtNDManager scope, FloatBuffer values, int n) {
    int size = graph.imageSize();
    return images.floats(scope, values, new Shape(n, 3, size, size));
  }

  private static FloatBuffer floats(PtNDArray tensor) {
    return tensor.toByteBuffer(true).asFloatBuffer();
  }

  @Override
  public void close() {
    module.close();
    images.close();
    small.close();
  }
}
