package io.transferstudy.worker.torchscript;

import io.transferstudy.worker.weights.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** TorchScript files as users bring them, good and bad. */
public final class SmallModules {
  /** Three numbers an image. */
  public static final String MEAN = "torch.mean(x, [2, 3])";

  private SmallModules() {}

  /** A module with a tensor {@code w}, 5 x 5 ones, and that body of its forward. */
  public static void write(Path file, String body) throws IOException {
    var w = new Attribute("w", Tensor.filled(1, 5, 5), Precision.FLOAT, false, false);
    write(file, new ModuleArchive(List.of(w), forward("Tensor", body)));
  }

  /** A network of the catalogue that returns its features alone. */
  public static void write(Path file, NetworkGraph graph, Map<String, Tensor> state)
      throws IOException {
    ModuleArchive whole = NetworkModule.emit(graph, state, NetworkOptions.standard());
    String methods = whole.methods().replace("  def forward(", "  def both(");
    String forward = forward("Tensor", "both = (self).both(x)\n    return (both)[1]");
    write(file, new ModuleArchive(whole.attributes(), methods + forward));
  }

  private static String forward(String type, String body) {
    return "  def forward(self: %s, x: Tensor) -> %s:\n    %s\n"
        .formatted(ModuleArchive.SELF, type, body);
  }

  private static void write(Path file, ModuleArchive archive) throws IOException {
    try (var out = Files.newOutputStream(file)) {
      archive.writeTo(out);
    }
  }
}
