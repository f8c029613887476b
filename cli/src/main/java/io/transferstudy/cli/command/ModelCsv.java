package io.transferstudy.cli.command;

import io.transferstudy.api.mapping.Catalogue.ModelEntry;
import io.transferstudy.api.mapping.Catalogue.Variant;
import io.transferstudy.study.report.CsvRow;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The architectures as CSV: a header, then one row each in the order of the catalogue. Accuracies
 * are fractions; what is not known is empty.
 */
final class ModelCsv {
  static final String HEADER =
      "name,variant_of,authors,year,title,reference,keys,parameters,multiply_adds,image_size,"
          + "features,source_classes,width_multiplier,top1_2018,top1_2019";

  private ModelCsv() {}

  static String of(List<ModelEntry> models) {
    return models.stream().map(ModelCsv::row).collect(Collectors.joining("", HEADER + "\n", ""));
  }

  private static String row(ModelEntry model) {
    Variant variant = model.variant();
    return CsvRow.of(
        List.of(
            model.name(),
            variant == null ? "" : variant.of(),
            model.paper().authors(),
            Integer.toString(model.paper().year()),
            model.paper().title(),
            model.paper().reference(),
            known(model.keys()),
            Long.toString(model.parameters()),
            Long.toString(model.multiplyAdds()),
            Integer.toString(model.imageSize()),
            Integer.toString(model.features()),
            Integer.toString(model.sourceClasses()),
            Boolean.toString(model.widthMultiplier()),
            known(model.sourceAccuracy()),
            known(model.retrainedAccuracy())));
  }

  private static String known(@Nullable Object value) {
    return value == null ? "" : value.toString();
  }
}
