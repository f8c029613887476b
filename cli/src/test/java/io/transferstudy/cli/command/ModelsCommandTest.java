package io.transferstudy.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.transferstudy.api.mapping.Catalogue;
import io.transferstudy.api.mapping.Catalogue.ModelEntry;
import io.transferstudy.api.mapping.Catalogue.Paper;
import io.transferstudy.api.mapping.Catalogue.Variant;
import io.transferstudy.cli.local.WorkerCommand;
import io.transferstudy.study.json.Json;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class ModelsCommandTest {
  private static final Paper HE = new Paper("He et al.", 2015, "Residuals, \"deep\"", "arXiv:1");
  private static final List<ModelEntry> THREE =
      List.of(
          model("resnet-50", 4_089_184_256L, 1000, null, "torchvision resnet50", null),
          model("resnet-8", 2_500_000, 24, null, null, null),
          model(
              "resnet-50-v1",
              3_857_973_248L,
              1000,
              0.752,
              "torchvision resnet50",
              new Variant("resnet-50", "halves earlier")));

  private static ModelEntry model(
      String name,
      long adds,
      int classes,
      @Nullable Double top1,
      @Nullable String keys,
      @Nullable Variant variant) {
    var half = List.of(0.5, 0.5, 0.5);
    return new ModelEntry(
        name,
        224,
        false,
        2048,
        23_508_032,
        adds,
        classes,
        "maps",
        half,
        half,
        top1,
        null,
        HE,
        keys,
        variant);
  }

  @Test
  void theTableKeepsVariantsBelowTheirModelAndSmallModelsApart() {
    assertThat(ModelTable.of(THREE))
        .startsWith(
            """
            For ImageNet. You bring the weights: spec.models[].weights.

                                                                         top-1, %
            NAME            PAPER    PARAMS  MULT-ADDS  IMAGE  FEATURES  2018  2019
            resnet-50       He 2015  23.5 M     4.09 G    224      2048     -     -
              resnet-50-v1  He 2015  23.5 M     3.86 G    224      2048  75.2     -

            Small. The quickstart pretrains them itself: spec.models[].pretrain.

            resnet-8        He 2015  23.5 M     2.50 M    224      2048     -     -
            """)
        .contains("\n  resnet-50-v1:\n    halves earlier\n");
  }

  @Test
  void csvIsForPrograms() {
    assertThat(ModelCsv.of(THREE))
        .isEqualTo(
            """
            name,variant_of,authors,year,title,reference,keys,parameters,multiply_adds,image_size,\
            features,source_classes,width_multiplier,top1_2018,top1_2019
            resnet-50,,He et al.,2015,"Residuals, ""deep\""",arXiv:1,torchvision resnet50,23508032,\
            4089184256,224,2048,1000,false,,
            resnet-8,,He et al.,2015,"Residuals, ""deep\""",arXiv:1,,23508032,\
            2500000,224,2048,24,false,,
            resnet-50-v1,resnet-50,He et al.,2015,"Residuals, ""deep\""",arXiv:1,torchvision resnet50,\
            23508032,3857973248,224,2048,1000,false,0.752,
            """);
  }

  @Test
  void jsonIsTheCatalogue() {
    String json = execute("models", "--output", "json");
    assertThat(List.of(Json.read(json, ModelEntry[].class)))
        .isEqualTo(Catalogue.shipped().models());
    assertThat(json)
        .contains("\"name\" : \"mobilenet-v1\"", "\"multiplyAdds\" : 568740352")
        .contains("\"reference\" : \"arXiv:1704.04861\"", "\"sourceAccuracy\" : 0.709")
        .contains("\"keys\" : \"timm mobilenetv1_100\"", "\"of\" : \"mobilenet-v1\"");
  }

  @Test
  void everyModelIsInEveryFormOnce() {
    for (ModelEntry model : Catalogue.shipped().models()) {
      assertThat(execute("models").lines().map(line -> line.strip() + " "))
          .filteredOn(line -> line.startsWith(model.name() + "  "))
          .as(model.name())
          .hasSize(1);
      assertThat(execute("models", "--output", "csv").lines())
          .filteredOn(line -> line.startsWith(model.name() + ","))
          .as(model.name())
          .hasSize(1);
    }
  }

  @Test
  void theTableFitsATerminalOf100Columns() {
    assertThat(execute("models").lines()).allSatisfy(line -> assertThat(line).hasSizeLessThan(101));
  }

  @Test
  void anUnknownFormIsRefused() {
    var err = new StringWriter();
    var line = line().setErr(new PrintWriter(err, true));
    assertThat(line.execute("models", "--output", "xml")).isEqualTo(2);
    assertThat(err.toString()).contains("it is table, json or csv, not 'xml'");
  }

  private static String execute(String... arguments) {
    var out = new StringWriter();
    assertThat(line().setOut(new PrintWriter(out)).execute(arguments)).isZero();
    return out.toString();
  }

  private static CommandLine line() {
    return TransferStudyCommand.commandLine(
        _ -> new WorkerCommand(Path.of("java"), List.of(), "none", "None"));
  }
}
