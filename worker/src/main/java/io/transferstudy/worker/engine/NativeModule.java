package io.transferstudy.worker.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import io.transferstudy.worker.torchscript.ModuleArchive;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** A loaded module and the two ways to call it: with and without recording for gradients. */
final class NativeModule implements AutoCloseable {
  private static final int ARCHIVE_BUFFER = 1 << 16;

  private final PtNDManager manager;
  private final PtSymbolBlock block;

  private NativeModule(PtNDManager manager, PtSymbolBlock block) {
    this.manager = manager;
    this.block = block;
  }

  /** Writes the archive to a temporary file, which is how trainable parameters are loaded. */
  static NativeModule load(Engine engine, ModuleArchive archive) {
    PtNDManager manager = engine.newManager();
    try {
      Path file = Files.createTempFile("transfer-study-", ".pt");
      try {
        try (var out = new BufferedOutputStream(Files.newOutputStream(file), ARCHIVE_BUFFER)) {
          archive.writeTo(out);
        }
        return new NativeModule(manager, block(manager, file, true));
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      manager.close();
      throw new UncheckedIOException("cannot write a network to the temporary folder", e);
    } catch (RuntimeException e) {
      manager.close();
      throw e;
    }
  }

  /**
   * Loads a file as it is: a program of whoever wrote it, run in part by loading it. It is set to
   * evaluate, however it was saved.
   */
  static NativeModule open(Engine engine, Path file) {
    PtNDManager manager = engine.newManager();
    try {
      PtSymbolBlock block = block(manager, file, false);
      JniUtils.enableInferenceMode(block);
      return new NativeModule(manager, block);
    } catch (RuntimeException e) {
      manager.close();
      throw e;
    }
  }

  private static PtSymbolBlock block(PtNDManager manager, Path file, boolean trained) {
    Engine.enterThread(false);
    return JniUtils.loadModule(manager, file, true, new String[0], new String[0], trained);
  }

  PtNDManager manager() {
    return manager;
  }

  /** Owns what is made during one call. */
  PtNDManager scope() {
    return manager.newSubManager(manager.getDevice());
  }

  /** Calls a method without recording gradients. Whoever calls closes the result. */
  IValue run(String method, PtNDArray... arguments) {
    Engine.enterThread(false);
    IValue[] values = Stream.of(arguments).map(IValue::from).toArray(IValue[]::new);
    try {
      return IValueUtils.runMethod(block, method, values);
    } finally {
      Stream.of(values).forEach(IValue::close);
    }
  }

  /** Calls a method, recording for gradients; the result belongs to the first argument's owner. */
  PtNDArray record(String method, PtNDArray... arguments) {
    Engine.enterThread(true);
    try (NDArray name = arguments[0].getManager().create(new Shape(0))) {
      // DJL reads the method's name from an argument's name.
      name.setName("module_method:" + method);
      var list = new NDList(arguments);
      list.add(name);
      return (PtNDArray) IValueUtils.forward(block, list, true).singletonOrThrow();
    }
  }

  @Override
  public void close() {
    block.close();
    manager.close();
  }
}
