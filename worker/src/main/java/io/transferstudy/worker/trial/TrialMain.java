package io.transferstudy.worker.trial;

import io.transferstudy.study.json.Json;
import io.transferstudy.worker.engine.Device;
import io.transferstudy.worker.engine.Engine;
import io.transferstudy.worker.engine.EngineMessage;
import io.transferstudy.worker.engine.NativeTensor;
import io.transferstudy.worker.engine.TensorProgram;
import io.transferstudy.worker.torchscript.ModuleArchive;
import io.transferstudy.worker.trial.TrialOutcome.Reason;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;

/** The trial's own process: FILE, image size, bytes of memory, milliseconds, file of the report. */
final class TrialMain {
  private static final int IMAGES = 2;
  private static final long SEED = 1;
  static final int TIME_IS_UP = 124;

  private static final String FINITE =
      "  def finite(self: %s, x: Tensor) -> Tensor:\n".formatted(ModuleArchive.SELF)
          + "    return torch.to(torch.all(torch.isfinite(x)), 6)\n";

  private TrialMain() {}

  public static void main(String[] args) throws IOException {
    endAfter(Duration.ofMillis(Long.parseLong(args[3])));
    Engine engine = Engine.start(1, Device.CPU);
    TrialReport report;
    try (var checks = TensorProgram.load(engine, FINITE)) {
      report = limited(engine, checks, args);
    }
    Files.writeString(Path.of(args[4]), Json.write(report));
    Runtime.getRuntime().halt(0); // what the model has started does not matter any more
  }

  private static TrialReport limited(Engine engine, TensorProgram checks, String[] args) {
    try {
      AddressSpace.allowMore(Long.parseLong(args[2]));
    } catch (IOException e) {
      return TrialReport.refused(
          Reason.CRASHED,
          "it cannot be tried here, because memory cannot be limited: %s; use Linux"
              .formatted(e.getMessage()));
    }
    return tried(engine, checks, Path.of(args[0]), Integer.parseInt(args[1]));
  }

  /** Also where nobody waits for this process any more. */
  private static void endAfter(Duration time) {
    Thread.ofPlatform()
        .daemon()
        .start(() -> {
          try {
            Thread.sleep(time);
          } catch (InterruptedException e) {
            // Then it is over at once.
          }
          Runtime.getRuntime().halt(TIME_IS_UP);
        });
  }

  private static TrialReport tried(Engine engine, TensorProgram checks, Path file, int size) {
    try (var model = TensorProgram.open(engine, file)) {
      return forward(model, checks, size);
    } catch (RuntimeException | OutOfMemoryError e) {
      return failed(e, Reason.UNREADABLE, "it does not load as TorchScript");
    }
  }

  private static TrialReport forward(TensorProgram model, TensorProgram checks, int size) {
    try {
      var outputs = model.calls("forward", model.floats(pixels(size), IMAGES, 3, size, size));
      if (outputs.size() != 1) {
        return wrong(outputs.isEmpty() ? "no tensor" : "a tuple of " + outputs.size() + " tensors");
      }
      NativeTensor features = outputs.getFirst();
      long[] shape = features.shape();
      if (shape.length != 2 || shape[0] != IMAGES || shape[1] < 1) {
        return wrong("a tensor of " + Arrays.toString(shape));
      }
      boolean finite = checks.call("finite", features).floats().get(0) != 0;
      return TrialReport.features(Math.toIntExact(shape[1]), finite);
    } catch (RuntimeException | OutOfMemoryError e) {
      return failed(
          e, Reason.FAILED, "its forward failed on %d images of %d pixels".formatted(IMAGES, size));
    }
  }

  private static TrialReport wrong(String what) {
    return TrialReport.refused(
        Reason.WRONG_OUTPUT,
        "its forward returns %s for %d images; let it return one tensor, [images, features]"
            .formatted(what, IMAGES));
  }

  private static TrialReport failed(Throwable e, Reason otherwise, String what) {
    String message = String.valueOf(e.getMessage());
    String lower = message.toLowerCase(Locale.ROOT);
    if (e instanceof OutOfMemoryError
        || lower.contains("allocate memory")
        || lower.contains("bad_alloc")) {
      return TrialReport.refused(Reason.TOO_LARGE, "it wants more memory than it may have");
    }
    return TrialReport.refused(otherwise, what + ": " + EngineMessage.reason(message));
  }

  /** Noise between -1 and 1, always the same. */
  private static FloatBuffer pixels(int size) {
    var random = new SplittableRandom(SEED);
    var pixels = FloatBuffer.allocate(IMAGES * 3 * size * size);
    while (pixels.hasRemaining()) {
      pixels.put((float) random.nextDouble(-1, 1));
    }
    return pixels.flip();
  }
}
