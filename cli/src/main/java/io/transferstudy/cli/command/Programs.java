package io.transferstudy.cli.command;

import io.transferstudy.cli.local.Refusal;
import io.transferstudy.study.grid.Model;
import io.transferstudy.study.grid.ModelSource;
import io.transferstudy.study.grid.Study;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;

/** Models that are programs of somebody's: TorchScript files. */
final class Programs {
  /** What the option says for itself. */
  static final String ALLOW = "--allow-torchscript";

  static final String DESCRIPTION =
      "Run models that are TorchScript files. Such a file is a program that can do on this machine"
          + " whatever you can: only if you trust whoever made it.";

  private Programs() {}

  /**
   * Lets pass a study whose programs are allowed.
   *
   * @throws Refusal naming every program if they are not
   */
  static void requireAllowed(Study study, boolean allowed) {
    List<String> programs = lines(study);
    if (!allowed && !programs.isEmpty()) {
      throw new Refusal(
          String.join("\n", programs)
              + "\nIt can do on this machine whatever you can. If you trust whoever made it, add "
              + ALLOW
              + ".");
    }
  }

  /** Tells what a run would need. */
  static void print(Study study, PrintWriter out) {
    for (String line : lines(study)) {
      out.println(line + "; run needs " + ALLOW);
    }
  }

  /** A program as a check takes it, whose images are drawn as they are after normalisation. */
  static Model checked(Path file, int imageSize, int featureWidth) {
    List<Double> zeros = List.of(0.0, 0.0, 0.0);
    List<Double> ones = List.of(1.0, 1.0, 1.0);
    var source = new ModelSource.TorchScript(file.toString(), null, featureWidth, zeros, ones);
    return new Model("checked", ModelSource.TorchScript.ARCHITECTURE, 1, imageSize, source, null);
  }

  private static List<String> lines(Study study) {
    return study.grid().models().stream().flatMap(model -> line(model).stream()).toList();
  }

  private static List<String> line(Model model) {
    return model.source() instanceof ModelSource.TorchScript own
        ? List.of(
            "model '%s' is a TorchScript file (%s), a program and not data"
                .formatted(model.name(), own.path()))
        : List.of();
  }
}
