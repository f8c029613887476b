package io.transferstudy.worker.engine;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.JniUtils;
import io.transferstudy.worker.torchscript.ModuleArchive;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Own TorchScript run by libtorch: methods from tensors to tensors, without gradients unless asked.
 * {@link ModuleArchive} says how methods are written; results into given memory are written by
 * {@code torch.matmul(a, b, out=c)} and the like. Used by one thread at a time.
 */
public final class TensorProgram implements AutoCloseable {
  private final NativeModule module;

  private TensorProgram(NativeModule module) {
    this.module = module;
  }

  /** Compiles methods that need nothing but their arguments. */
  public static TensorProgram load(Engine engine, String methods) {
    return load(engine, new ModuleArchive(List.of(), methods));
  }

  /** Compiles methods together with the tensors that they use. */
  public static TensorProgram load(Engine engine, ModuleArchive archive) {
    return new TensorProgram(NativeModule.load(engine, archive));
  }

  /**
   * Loads a TorchScript file that somebody else wrote. It is a program: only where it can do no
   * harm.
   *
   * @throws RuntimeException of libtorch if it does not load
   */
  public static TensorProgram open(Engine engine, Path file) {
    return new TensorProgram(NativeModule.open(engine, file));
  }

  /** A float32 tensor of zeros. */
  public NativeTensor floats(long... shape) {
    return zeros(DataType.FLOAT32, shape);
  }

  /** A float32 tensor that holds a copy of the values from the buffer's position on. */
  public NativeTensor floats(FloatBuffer values, long... shape) {
    return new NativeTensor(
        (PtNDArray) module.manager().create(values.duplicate(), new Shape(shape)));
  }

  /** A float64 tensor of zeros. */
  public NativeTensor doubles(long... shape) {
    return zeros(DataType.FLOAT64, shape);
  }

  /** A float64 tensor that holds a copy of the values from the buffer's position on. */
  public NativeTensor doubles(DoubleBuffer values, long... shape) {
    return new NativeTensor(
        (PtNDArray) module.manager().create(values.duplicate(), new Shape(shape)));
  }

  /** An int64 tensor of one dimension that holds a copy of the values. */
  public NativeTensor longs(long... values) {
    return new NativeTensor((PtNDArray) module.manager().create(values));
  }

  private NativeTensor zeros(DataType type, long... shape) {
    return new NativeTensor((PtNDArray) module.manager().zeros(new Shape(shape), type));
  }

  /** Calls a method that returns a tensor. */
  public NativeTensor call(String method, NativeTensor... arguments) {
    return calls(method, arguments).getFirst();
  }

  /** Calls a method that returns a tensor, a tuple of tensors, or nothing. */
  public List<NativeTensor> calls(String method, NativeTensor... arguments) {
    try (IValue result = module.run(method, arrays(arguments))) {
      if (result.isTensor()) {
        return List.of(tensor(result));
      }
      if (!result.isTuple()) {
        return List.of();
      }
      IValue[] parts = result.toIValueTuple();
      try {
        return Stream.of(parts).map(this::tensor).toList();
      } finally {
        Stream.of(parts).forEach(IValue::close);
      }
    }
  }

  /** Calls a method that returns a dictionary of tensors; they are aliases, not copies. */
  public Map<String, NativeTensor> dictionary(String method, NativeTensor... arguments) {
    try (IValue result = module.run(method, arrays(arguments))) {
      Map<String, IValue> parts = result.toIValueMap();
      try {
        var tensors = new TreeMap<String, NativeTensor>();
        parts.forEach((key, value) -> tensors.put(key, tensor(value)));
        return tensors;
      } finally {
        parts.values().forEach(IValue::close);
      }
    }
  }

  /**
   * Calls a method that returns a scalar and adds its gradient to that of every trained attribute.
   *
   * @return the scalar
   */
  public double backward(String method, NativeTensor... arguments) {
    PtNDArray value = module.record(method, arrays(arguments));
    try (value;
        var one = (PtNDArray) value.getManager().ones(new Shape(), value.getDataType())) {
      JniUtils.backward(value, one, false, false);
      return value.getDataType() == DataType.FLOAT64 ? value.getDouble() : value.getFloat();
    }
  }

  private NativeTensor tensor(IValue value) {
    return new NativeTensor(value.toTensor(module.manager()));
  }

  private static PtNDArray[] arrays(NativeTensor... tensors) {
    return Stream.of(tensors).map(NativeTensor::array).toArray(PtNDArray[]::new);
  }

  @Override
  public void close() {
    module.close();
  }
}
