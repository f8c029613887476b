package io.transferstudy.worker.engine;

import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import io.transferstudy.worker.torchscript.NetworkGraph;
import io.transferstudy.worker.torchscript.TensorSpec;
import io.transferstudy.worker.weights.StateSource;
import io.transferstudy.worker.weights.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** A loaded network's tensors by name, and how values get in and out. */
record NetworkState(NetworkGraph graph, NativeModule module) {
  /** What is kept of training, by the name of its parameter after this. */
  static final String MOMENTUM = "momentum.";

  /** Gives every tensor memory and its value. */
  void fill(StateSource source) {
    module.run("allocate").close();
    assign("state", "", source);
  }

  /**
   * Takes over a state of this graph.
   *
   * @throws IllegalArgumentException if a tensor of the graph is missing or has another shape
   */
  void restore(StateSource source) {
    assign("state", "", source);
  }

  /** Likewise the momentum of each parameter. */
  void restoreMomentum(StateSource source) {
    assign("momentum", MOMENTUM, source);
  }

  Map<String, Tensor> copy() {
    return copy("state", "");
  }

  Map<String, Tensor> copyOfMomentum() {
    return copy("momentum", MOMENTUM);
  }

  Map<String, Tensor> copyOfGradients() {
    return copy("gradients", "");
  }

  private void assign(String method, String prefix, StateSource source) {
    try (var staged = new NativeBuffer()) {
      each(
          method,
          prefix,
          (key, target) -> {
            long[] shape = source.shape(key);
            if (shape == null || !Arrays.equals(shape, target.getShape().getShape())) {
              throw new IllegalArgumentException(
                  "state does not fit: %s should be %s, got %s"
                      .formatted(
                          key, target.getShape(), shape == null ? "none" : new Shape(shape)));
            }
            try (PtNDManager scope = module.scope()) {
              var values = staged.floats(scope, new Shape(shape), room -> source.write(key, room));
              module.run("assign", target, values).close();
            }
          });
    }
  }

  private Map<String, Tensor> copy(String method, String prefix) {
    var copies = new LinkedHashMap<String, Tensor>();
    each(
        method,
        prefix,
        (key, tensor) -> {
          var data = new float[Math.toIntExact(tensor.size())];
          tensor.toByteBuffer(true).asFloatBuffer().get(data);
          copies.put(key, new Tensor(tensor.getShape().getShape(), data));
        });
    return copies;
  }

  private interface Visitor {
    void visit(String key, PtNDArray tensor);
  }

  /** Shows every tensor of a dictionary that a method returns, in the graph's order. */
  private void each(String method, String prefix, Visitor visitor) {
    try (PtNDManager scope = module.scope();
        IValue result = module.run(method)) {
      Map<String, IValue> entries = result.toIValueMap();
      try {
        for (TensorSpec spec : graph.tensors()) {
          IValue value = entries.get(prefix + spec.key());
          if (value != null) {
            visitor.visit(prefix + spec.key(), value.toTensor(scope));
          }
        }
      } finally {
        entries.values().forEach(IValue::close);
      }
    }
  }
}
