package io.transferstudy.worker.engine;

import io.transferstudy.worker.torchscript.ModuleArchive;
import java.nio.FloatBuffer;

/**
 * Whether this libtorch computes convolutions together with what follows them: where it was built
 * with oneDNN, on CPUs.
 */
final class FusedConvolutions {
  private static final String CONVOLUTION =
      "  def run(self: %s, x: Tensor, w: Tensor) -> Tensor:\n".formatted(ModuleArchive.SELF)
          + "    p = ops.mkldnn._reorder_convolution_weight(w, [0, 0], [1, 1], [1, 1], 1, [1, 1, 1, 1])\n"
          + "    y = ops.mkldnn._convolution_pointwise(x, p, None, [0, 0], [1, 1], [1, 1], 1, "
          + "\"relu\", annotate(List[Optional[number]], []), \"\")\n"
          + "    return y\n";

  private static final class OnCpu {
    static final boolean ARE = tried();
  }

  private FusedConvolutions() {}

  static boolean in(Engine engine) {
    return engine.device() == Device.CPU && OnCpu.ARE;
  }

  private static boolean tried() {
    var engine = new Engine(1, Device.CPU, "");
    try (var program = TensorProgram.load(engine, CONVOLUTION);
        var two = program.floats(FloatBuffer.wrap(new float[] {2}), 1, 1, 1, 1);
        var four = program.call("run", two, two)) {
      return four.floats().get(0) == 4;
    } catch (RuntimeException e) {
      return false; // built without it
    }
  }
}
