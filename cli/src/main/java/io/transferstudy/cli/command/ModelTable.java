package io.transferstudy.cli.command;

import io.transferstudy.api.mapping.Catalogue.ModelEntry;
import io.transferstudy.api.mapping.Catalogue.Variant;
import io.transferstudy.study.findings.Figures;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The architectures as a table for people: a variant is indented below what it is a variant of. */
final class ModelTable {
  private static final List<String> HEAD =
      List.of("NAME", "PAPER", "PARAMS", "MULT-ADDS", "IMAGE", "FEATURES", "2018", "2019");

  /** Columns of words, to the left; those of numbers are to the right. */
  private static final int WORDS = 2;

  private static final String GAP = "  ";

  private final List<ModelEntry> models;
  private final int[] widths;

  private ModelTable(List<ModelEntry> models) {
    this.models = models;
    List<List<String>> rows =
        Stream.concat(Stream.of(HEAD), models.stream().map(ModelTable::cells)).toList();
    widths =
        IntStream.range(0, HEAD.size())
            .map(column -> rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0))
            .toArray();
  }

  static String of(List<ModelEntry> models) {
    var table = new ModelTable(models);
    return "For ImageNet. You bring the weights: spec.models[].weights.\n\n"
        + table.head()
        + table.rows(ModelEntry::forImageNet)
        + "\nSmall. The quickstart pretrains them itself: spec.models[].pretrain.\n\n"
        + table.rows(model -> !model.forImageNet())
        + table.legend();
  }

  private String head() {
    int accuracies = Arrays.stream(widths).limit(HEAD.size() - 2L).map(w -> w + GAP.length()).sum();
    return " ".repeat(accuracies) + "top-1, %\n" + line(HEAD);
  }

  private String rows(Predicate<ModelEntry> wanted) {
    var text = new StringBuilder();
    for (ModelEntry model : models) {
      if (wanted.test(model) && model.variant() == null) {
        text.append(line(cells(model)));
        models.stream()
            .filter(other -> isVariant(other, model.name()))
            .forEach(variant -> text.append(line(cells(variant))));
      }
    }
    return text.toString();
  }

  private static boolean isVariant(ModelEntry model, String of) {
    Variant variant = model.variant();
    return variant != null && variant.of().equals(of);
  }

  private static List<String> cells(ModelEntry model) {
    return List.of(
        (model.variant() == null ? "" : GAP) + model.name(),
        firstAuthor(model.paper().authors()) + " " + model.paper().year(),
        Figures.magnitude(model.parameters()),
        Figures.magnitude(model.multiplyAdds()),
        Integer.toString(model.imageSize()),
        Integer.toString(model.features()),
        percent(model.sourceAccuracy()),
        percent(model.retrainedAccuracy()));
  }

  private static String firstAuthor(String authors) {
    return authors.split(" ", 2)[0];
  }

  private static String percent(@Nullable Double accuracy) {
    return accuracy == null ? "-" : Figures.percent(accuracy);
  }

  private String line(List<String> cells) {
    var padded = new ArrayList<String>();
    for (int column = 0; column < cells.size(); column++) {
      String cell = cells.get(column);
      String space = " ".repeat(widths[column] - cell.length());
      padded.add(column < WORDS ? cell + space : space + cell);
    }
    return String.join(GAP, padded).stripTrailing() + "\n";
  }

  private String legend() {
    return """

    PARAMS     without the classifier; FEATURES is how many numbers the classifier sees
    MULT-ADDS  of one image of IMAGE x IMAGE pixels, convolutions and linear layers
    top-1      on ImageNet's validation images: of the checkpoints public in 2018, and as trained
               anew for the study of 2019 (arXiv:1805.08974, versions 1 and 3)

    Indented: the same keys as the model above, but another function: weights of one are wrong in
    the other.
    %s
    widthMultiplier applies to these and their variants:
      %s

    Papers and key names: --output csv, or docs/reference/models.md
    """
        .formatted(
            variants(),
            models.stream()
                .filter(model -> model.widthMultiplier() && model.variant() == null)
                .map(ModelEntry::name)
                .collect(Collectors.joining(", ")));
  }

  private String variants() {
    Map<String, List<String>> names = new LinkedHashMap<>();
    for (ModelEntry model : models) {
      Variant variant = model.variant();
      if (variant != null) {
        names.computeIfAbsent(variant.difference(), _ -> new ArrayList<>()).add(model.name());
      }
    }
    return names.entrySet().stream()
        .map(entry ->
            "  %s:\n    %s\n".formatted(String.join(", ", entry.getValue()), entry.getKey()))
        .collect(Collectors.joining());
  }
}
