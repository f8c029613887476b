package io.transferstudy.worker.engine;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where tensors live and are computed. */
public enum Device {
  CPU("cpu"),
  GPU("cuda:0");

  private final String label;

  Device(String label) {
    this.label = label;
  }

  /** The name in PyTorch's notation, for provenance. */
  public String label() {
    return label;
  }

  ai.djl.Device handle() {
    return switch (this) {
      case CPU -> ai.djl.Device.cpu();
      case GPU -> ai.djl.Device.gpu(0);
    };
  }

  /**
   * The first GPU where the NVIDIA driver shows one and the libtorch that
   * <i>PYTORCH_LIBRARY_PATH</i> names was built for CUDA; else the CPU. Looks at files only: asking
   * the driver would cost every short process its start.
   */
  public static Device detect() {
    String folders = System.getenv("PYTORCH_LIBRARY_PATH");
    if (folders == null || !Files.exists(Path.of("/dev/nvidiactl"))) {
      return CPU;
    }
    for (String folder : folders.split(File.pathSeparator, -1)) {
      if (Files.exists(Path.of(folder, System.mapLibraryName("torch_cuda")))) {
        return GPU;
      }
    }
    return CPU;
  }
}
