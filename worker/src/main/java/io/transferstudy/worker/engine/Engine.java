package io.transferstudy.worker.engine;

import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.JniUtils;

/**
 * libtorch, loaded once for the process.
 *
 * @param threads how many threads one operation uses; part of a result's provenance, for sums
 *     depend on it
 * @param device where networks live
 * @param version libtorch's version
 */
public record Engine(int threads, Device device, String version) {

  /**
   * Loads libtorch, or adjusts the one already loaded. Operations run one after another, each on
   * {@code threads} threads.
   *
   * <p>The libraries are those in the folder that the environment variable PYTORCH_LIBRARY_PATH
   * names, else unpacked from the class path to DJL's cache folder, once per machine.
   */
  public static synchronized Engine start(int threads, Device device) {
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be at least 1, got " + threads);
    }
    // Read by DJL when it loads the library; inter-operation threads cannot be set later.
    System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
    System.setProperty("ai.djl.pytorch.num_threads", Integer.toString(threads));
    System.setProperty("ai.djl.pytorch.graph_optimizer", "false");
    ai.djl.engine.Engine loaded = ai.djl.engine.Engine.getEngine("PyTorch");
    JniUtils.setNumThreads(threads);
    return new Engine(threads, device, loaded.getVersion());
  }

  /** The engine's name, for provenance. */
  public String name() {
    return "PyTorch";
  }

  /** A manager that owns what is made through it; closing it frees all of that. */
  PtNDManager newManager() {
    return (PtNDManager) ai.djl.engine.Engine.getEngine("PyTorch").newBaseManager(device.handle());
  }

  /**
   * Sets what libtorch keeps per thread: whether operations are recorded for gradients, and no
   * optimisation of graphs (it makes the first calls slow and later ones no faster).
   */
  static void enterThread(boolean gradients) {
    JniUtils.setGradMode(gradients);
    JniUtils.setGraphExecutorOptimize(false);
  }
}
