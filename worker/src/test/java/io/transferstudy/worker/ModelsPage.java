package io.transferstudy.worker;

import io.transferstudy.study.findings.Figures;
import io.transferstudy.worker.gate.KnownFile;
import io.transferstudy.worker.model.ModelEntry;
import io.transferstudy.worker.model.Origin.Variant;
import io.transferstudy.worker.model.Paper;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** docs/reference/models.md. */
final class ModelsPage {
  private static final int IMAGENET_CLASSES = 1000;

  private ModelsPage() {}

  static String of(List<CatalogueModel> models, String repair) {
    Predicate<CatalogueModel> large = model -> model.entry().sourceClasses() == IMAGENET_CLASSES;
    Predicate<CatalogueModel> variant = model -> model.entry().origin().variant().isPresent();
    return """
    # Models

    <!-- Generated from the catalogue of the worker; change that and run
    %s -->

    What `spec.models[].architecture` (or `.name`) may say. `./transfer-study models` prints this; `--output json` and `--output csv` are for
    programs. [add-a-model.md](../how-to/add-a-model.md) says how to add one, [parity.md](parity.md) how close each is to PyTorch's.

    * Parameters are without the classifier; features is the length of one image's feature vector.
    * Multiply-adds are those of one image at the model's own size, convolutions and linear layers, the classifier for 1000 classes (of a small
      model 24) included.
    * Top-1 is on ImageNet's validation images, at width 1 and the model's own size: of the checkpoints that were public in 2018, and of the
      weights that the authors of arXiv:1805.08974 trained anew for its third version (2019). Checkpoints from elsewhere have other ones.
    * Weights with the keys of the named library and model load without renaming.
    * `widthMultiplier` is allowed where the last column says so.

    ## For ImageNet

    | model | paper | keys of | parameters | multiply-adds | image | features | top-1 2018 | top-1 2019 | widths |
    | --- | --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | --- |
    %s
    ## Variants

    Same keys as the plain model, another function: weights of one are wrong in the other.

    | model | variant of | how it differs | multiply-adds | top-1 2018 | top-1 2019 |
    | --- | --- | --- | ---: | ---: | ---: |
    %s
    ## Small

    For images of 24 pixels. They have no published weights; the quickstart pretrains them on images that the worker draws.

    | model | after | parameters | multiply-adds | features | widths |
    | --- | --- | ---: | ---: | ---: | --- |
    %s
    ## Known weights files

    By their digests it is known what these files' networks answer: a gate and `check` compare without a file beside, and a manifest whose `sha256` is
    one of these for another model is refused.

    | file | weights of | width | image | licence | from | SHA-256 |
    | --- | --- | ---: | ---: | --- | --- | --- |
    %s
    ## Papers

    %s\
    """
        .formatted(
            repair,
            table(models, large.and(variant.negate()), ModelsPage::plain),
            table(models, variant, ModelsPage::variant),
            table(models, large.negate(), ModelsPage::small),
            KnownFile.all().stream().map(ModelsPage::file).collect(Collectors.joining()),
            models.stream()
                .map(model -> model.entry().origin().paper())
                .distinct()
                .map(ModelsPage::paper)
                .collect(Collectors.joining()));
  }

  private static String table(
      List<CatalogueModel> models,
      Predicate<CatalogueModel> wanted,
      Function<CatalogueModel, String> row) {
    return models.stream().filter(wanted).map(row).collect(Collectors.joining());
  }

  private static String plain(CatalogueModel model) {
    ModelEntry entry = model.entry();
    return row(
        code(entry.name()),
        cited(entry.origin().paper()),
        entry.origin().keys().orElse(""),
        Figures.magnitude(model.parameters()),
        Figures.magnitude(model.graph().multiplyAdds()),
        Integer.toString(entry.imageSize()),
        Integer.toString(model.graph().features()),
        percent(entry.imagenetTop1().publicCheckpoint()),
        percent(entry.imagenetTop1().retrained()),
        widths(model));
  }

  private static String variant(CatalogueModel model) {
    ModelEntry entry = model.entry();
    Optional<Variant> variant = entry.origin().variant();
    return row(
        code(entry.name()),
        code(variant.map(Variant::of).orElseThrow()),
        variant.map(Variant::difference).orElseThrow(),
        Figures.magnitude(model.graph().multiplyAdds()),
        percent(entry.imagenetTop1().publicCheckpoint()),
        percent(entry.imagenetTop1().retrained()));
  }

  private static String small(CatalogueModel model) {
    return row(
        code(model.entry().name()),
        cited(model.entry().origin().paper()),
        Figures.magnitude(model.parameters()),
        Figures.magnitude(model.graph().multiplyAdds()),
        Integer.toString(model.graph().features()),
        widths(model));
  }

  private static String file(KnownFile file) {
    return row(
        file.name(),
        code(file.model()),
        Double.toString(file.widthMultiplier()),
        Integer.toString(file.outputs().size()),
        file.licence(),
        file.source(),
        code(file.sha256()));
  }

  private static String paper(Paper paper) {
    return "* %s: %s. %s.\n".formatted(cited(paper), paper.title(), paper.reference());
  }

  private static String cited(Paper paper) {
    return paper.authors() + " " + paper.year();
  }

  private static String code(String name) {
    return "`" + name + "`";
  }

  private static String widths(CatalogueModel model) {
    return model.scales() ? "yes" : "";
  }

  private static String percent(OptionalDouble accuracy) {
    return accuracy.isPresent() ? Figures.percent(accuracy.getAsDouble()) : "";
  }

  private static String row(String... cells) {
    return "| " + String.join(" | ", cells) + " |\n";
  }
}
