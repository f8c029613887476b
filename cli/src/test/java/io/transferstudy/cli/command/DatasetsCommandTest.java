package io.transferstudy.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.transferstudy.api.mapping.Catalogue;
import io.transferstudy.api.mapping.Catalogue.ArchiveFile;
import io.transferstudy.api.mapping.Catalogue.DatasetEntry;
import io.transferstudy.api.mapping.Catalogue.Paper;
import io.transferstudy.cli.local.WorkerCommand;
import io.transferstudy.study.grid.Metric;
import io.transferstudy.study.json.Json;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class DatasetsCommandTest {
  private static final List<DatasetEntry> TWO =
      List.of(
          new DatasetEntry(
              "birds",
              "Birds, \"all\"",
              500,
              47_386,
              0,
              2_443,
              Metric.TOP_1,
              false,
              true,
              "https://birds.example/",
              List.of(new ArchiveFile("a.tgz", "00ff"), new ArchiveFile("b.zip", null)),
              "unknown",
              new Paper("Berg et al.", 2014, "Birds", "CVPR 2014")),
          new DatasetEntry(
              "objects",
              "Objects",
              20,
              2_501,
              2_510,
              4_952,
              Metric.ELEVEN_POINT_MAP,
              true,
              false,
              "https://objects.example/",
              List.of(new ArchiveFile("c.tar", null)),
              "CC BY 4.0",
              new Paper("Everingham", 2010, "Objects", "IJCV 88")));

  @Test
  void the_table_says_counts_and_where_to_get_them() {
    assertThat(DatasetTable.of(TWO))
        .startsWith(
            """
            NAME                CLASSES    TRAIN  VALIDATION    TEST  METRIC
            birds                   500   47,386    held out   2,443  top-1
            objects                  20    2,501       2,510   4,952  11-point mAP

            Where to get them

              birds: a.tgz, b.zip
                https://birds.example/
                licence: unknown
            """)
        .contains(
            "\nImages of objects show several classes: each class is told from all others.\n");
  }

  @Test
  void csv_is_for_programs() {
    assertThat(DatasetCsv.of(TWO))
        .isEqualTo(
            """
            name,title,classes,train,validation,test,metric,several_classes,loses_images,home,files,md5,\
            licence,authors,year,paper,reference
            birds,"Birds, ""all\""",500,47386,0,2443,top-1,false,true,https://birds.example/,a.tgz b.zip,\
            00ff -,unknown,Berg et al.,2014,Birds,CVPR 2014
            objects,Objects,20,2501,2510,4952,11-point mAP,true,false,https://objects.example/,c.tar,\
            -,CC BY 4.0,Everingham,2010,Objects,IJCV 88
            """);
  }

  @Test
  void json_is_the_catalogue() {
    assertThat(List.of(Json.read(execute("datasets", "--output", "json"), DatasetEntry[].class)))
        .isEqualTo(Catalogue.shipped().datasets());
  }

  @Test
  void every_data_set_is_in_every_form_once_and_the_table_fits_a_terminal() {
    assertThat(Catalogue.shipped().datasets())
        .extracting(DatasetEntry::name)
        .startsWith(
            "food-101",
            "cifar-10",
            "cifar-100",
            "birdsnap",
            "sun397",
            "stanford-cars",
            "fgvc-aircraft",
            "voc-2007",
            "dtd",
            "oxford-iiit-pets",
            "caltech-101",
            "oxford-102-flowers");
    for (DatasetEntry entry : Catalogue.shipped().datasets()) {
      assertThat(execute("datasets").lines())
          .filteredOn(line -> line.startsWith(entry.name() + "  "))
          .as(entry.name())
          .hasSize(1);
      assertThat(execute("datasets", "--output", "csv").lines())
          .filteredOn(line -> line.startsWith(entry.name() + ","))
          .as(entry.name())
          .hasSize(1);
    }
    assertThat(execute("datasets").lines())
        .allSatisfy(line -> assertThat(line).hasSizeLessThan(101));
  }

  private static String execute(String... arguments) {
    var out = new StringWriter();
    CommandLine line =
        TransferStudyCommand.commandLine(
            _ -> new WorkerCommand(Path.of("java"), List.of(), "none", "None"));
    assertThat(line.setOut(new PrintWriter(out)).execute(arguments)).isZero();
    return out.toString();
  }
}
