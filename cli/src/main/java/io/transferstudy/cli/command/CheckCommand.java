package io.transferstudy.cli.command;

import io.transferstudy.api.mapping.Catalogue;
import io.transferstudy.cli.local.Refusal;
import io.transferstudy.cli.local.SingleWorker;
import io.transferstudy.cli.local.WorkerCommand;
import io.transferstudy.study.grid.Model;
import io.transferstudy.study.grid.ModelSource;
import io.transferstudy.study.json.Json;
import io.transferstudy.study.work.CheckedWeights;
import io.transferstudy.study.work.Outcome;
import io.transferstudy.study.work.Stage;
import io.transferstudy.study.work.WorkRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Checks an architecture with its weights by hand. */
@Command(
    name = "check",
    header = "Check that a weights file is what it should be, before a study uses it.",
    description = {
      "",
      "Loads the file strictly, reproduces the outputs that are known of it (the catalogue's of a"
          + " public file, else those of FILE.golden.json beside it), and measures the speed. With"
          + " labelled images it also counts how many are recognised: the check fails if they are"
          + " fewer than expected, by more than chance explains.",
      "",
      "Without weights only the network itself is tried.",
      ""
    },
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "  0:the check has passed",
      "  1:it has failed",
      "  2:the command line cannot be used as given"
    })
final class CheckCommand implements Callable<Integer> {
  private static final int FAILED = 1;

  private final IntFunction<WorkerCommand> workers;

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  CommandSpec spec;

  @Parameters(
      paramLabel = "MODEL",
      description =
          "An architecture; 'models' lists them. Or 'torchscript' for a network of your own.")
  @SuppressWarnings("NullAway.Init") // set by picocli
  String architecture;

  @Option(
      names = "--weights",
      paramLabel = "FILE",
      description =
          "A safetensors file or a PyTorch state dict; of a network of your own its file.")
  @Nullable Path weights;

  @Option(
      names = "--width",
      paramLabel = "W",
      description = "Width multiplier, for architectures that have one; default: 1.",
      defaultValue = "1")
  double width;

  @Option(
      names = "--image-size",
      paramLabel = "N",
      description = "Height and width of the input in pixels; default: the architecture's.")
  @Nullable Integer imageSize;

  @Option(
      names = "--feature-width",
      paramLabel = "N",
      description = "How many numbers a network of your own returns for an image.")
  @Nullable Integer featureWidth;

  @Option(names = Programs.ALLOW, description = Programs.DESCRIPTION)
  boolean allowTorchScript;

  @Option(names = "--images", paramLabel = "DIR", description = "A folder with labelled images.")
  @Nullable Path images;

  @Option(
      names = "--labels",
      paramLabel = "FILE",
      description =
          "Which image is which: a line PATH LABEL for each, labels from 0 on; or the names of DIR's"
              + " class folders, one a line, in the order of the labels.")
  @Nullable Path labels;

  @Option(
      names = "--expect",
      paramLabel = "TOP1",
      description =
          "The top-1 accuracy that the images should give, between 0 and 1; default: what is"
              + " published for the architecture.")
  @Nullable Double expected;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      description = "How long each speed is measured; default: ${DEFAULT-VALUE}.",
      defaultValue = "1")
  double seconds;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads of the engine; default: one for each core.")
  @Nullable Integer threads;

  /**
   * @param workers how a worker is started when so many may run at once
   */
  CheckCommand(IntFunction<WorkerCommand> workers) {
    this.workers = workers;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Stage.Check stage = new Stage.Check(model(), labelled(), seconds);
    Path folder = Files.createTempDirectory("transfer-study-check");
    try {
      var request =
          new WorkRequest(
              "check",
              "check",
              "check",
              1,
              stage,
              1,
              new WorkRequest.Folders("/", "/", folder.toString(), folder.toString()),
              threads == null ? Runtime.getRuntime().availableProcessors() : threads,
              1);
      var worker = workers.apply(1).withTorchScript(allowTorchScript);
      return print(new SingleWorker(worker, folder).run(request), folder);
    } finally {
      delete(folder);
    }
  }

  private Model model() {
    if (architecture.equals(ModelSource.TorchScript.ARCHITECTURE)) {
      return ownModel();
    }
    Catalogue.ModelEntry entry = entry();
    if (width != 1 && !entry.widthMultiplier()) {
      throw new Refusal("--width: '" + architecture + "' has no width multiplier");
    }
    if (featureWidth != null) {
      throw new Refusal("--feature-width: the catalogue knows that of '" + architecture + "'");
    }
    ModelSource source =
        weights == null
            ? new ModelSource.None()
            : new ModelSource.WeightsFile(existing("--weights", weights).toString(), null);
    int size = imageSize == null ? entry.imageSize() : imageSize;
    return new Model("checked", architecture, width, size, source, null);
  }

  private Model ownModel() {
    if (width != 1 || images != null) {
      throw new Refusal("--width, --images: a TorchScript file has no width and no classes");
    }
    if (weights == null || imageSize == null || featureWidth == null) {
      throw new Refusal(
          "a TorchScript file needs --weights FILE, --image-size N and --feature-width N");
    }
    if (!allowTorchScript) {
      throw new Refusal(
          "%s is a program and not data. %s"
              .formatted(weights, "If you trust whoever made it, add " + Programs.ALLOW + "."));
    }
    return Programs.checked(existing("--weights", weights), imageSize, featureWidth);
  }

  private Catalogue.ModelEntry entry() {
    Catalogue catalogue = Catalogue.shipped();
    return catalogue
        .model(architecture)
        .orElseThrow(() -> new Refusal(catalogue.unknownModel(architecture)));
  }

  /** The accuracy that labelled images should give; null if nothing is known. */
  private @Nullable Double wanted() {
    if (expected != null || architecture.equals(ModelSource.TorchScript.ARCHITECTURE)) {
      return expected;
    }
    Catalogue.ModelEntry entry = entry();
    boolean asPublished = width == 1 && (imageSize == null || imageSize == entry.imageSize());
    return asPublished ? entry.sourceAccuracy() : null;
  }

  private Stage.@Nullable LabelledImages labelled() {
    if ((images == null) != (labels == null)) {
      throw new Refusal("--images and --labels belong together");
    }
    return images == null || labels == null
        ? null
        : new Stage.LabelledImages(
            existing("--images", images).toString(), existing("--labels", labels).toString());
  }

  private static Path existing(String option, Path path) {
    if (!Files.exists(path)) {
      throw new Refusal(option + ": there is no " + path);
    }
    return path.toAbsolutePath().normalize();
  }

  private int print(Outcome outcome, Path folder) throws IOException {
    var out = spec.commandLine().getOut();
    return switch (outcome) {
      case Outcome.Failed(var failure) -> {
        out.println("FAILED: " + failure.message());
        out.println("remedy: " + RemedyByHand.of(failure.kind()));
        yield FAILED;
      }
      case Outcome.Success success -> {
        Path file = folder.resolve(success.artifacts()).resolve(CheckedWeights.FILE);
        var found = Json.read(Files.readString(file), CheckedWeights.class);
        out.println(architecture + (weights == null ? ", without weights" : ", " + weights));
        boolean passed =
            new CheckReport(out, weights, wanted(), expected == null).print(success, found);
        yield passed ? 0 : FAILED;
      }
    };
  }

  private static void delete(Path folder) throws IOException {
    List<Path> inside;
    try (var walk = Files.walk(folder)) {
      inside = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : inside) {
      Files.deleteIfExists(path);
    }
  }
}
