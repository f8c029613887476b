package io.transferstudy.worker;

import io.transferstudy.worker.dataset.ArchiveFile;
import io.transferstudy.worker.dataset.CatalogueEntry;
import io.transferstudy.worker.model.Paper;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/** docs/reference/datasets.md. */
final class DatasetsPage {
  private DatasetsPage() {}

  static String of(List<CatalogueEntry> entries, String repair) {
    return """
    # Data sets

    <!-- Generated from the catalogue of the worker; change that and run
    %s -->

    What `spec.datasets[].name` (or `.catalogue`) may say beside `path`. The first twelve are those of arXiv:1805.08974. `./transfer-study datasets` prints this;
    `--output json` and `--output csv` are for programs. [add-a-dataset.md](../how-to/add-a-dataset.md) says how to add one.

    * Nothing is downloaded: put the files of the second table into a folder below the data folder, as they are or unpacked, and name it as `path`.
      Archives (`.tar`, `.tar.gz`, `.tgz`, `.zip`) and folders may be mixed. A study that reads images where they lie needs them unpacked.
    * Training images of the first table are without those for validation. Where there are none of those, `validationFraction` of the training
      images is held out, by class and by a hash of seed and name; the order of a folder plays no part.
    * Fewer images than these are an error that counts them and names the first, unless the manifest says `subset: true`. Birdsnap's images lie
      at addresses that go away: there, missing ones are no error, and those that are there must have the MD5 of the list.
    * Caltech-101 has no official split: 30 images of each class, the background class included, are drawn by name, the same for everybody.
    * SUN397 is its partition 1, DTD its split 1, FGVC Aircraft its variants, CIFAR-100 its fine labels.
    * Images of PASCAL VOC show several classes: each class is told from all others, by a logistic regression of its own or by a sigmoid of its own.
      Difficult objects count neither as present nor as absent, in training as in testing. No network can be pretrained on it.
    * The metric is the one that the data set's community uses: a study chooses hyper-parameters and scores test images by it. Images of your own
      are scored by top-1, or by mean per-class accuracy with `metric: MeanPerClass`, or, where a CSV file gives several labels to an image, by 11-point
      mAP with `metric: ElevenPointMap`.

    | data set | title | classes | train | validation | test | metric |
    | --- | --- | ---: | ---: | ---: | ---: | --- |
    %s
    ## Where to get them

    Licences are repeated as far as they are known, to help you look; read what the authors say.

    | data set | files (MD5) | from | licence | paper |
    | --- | --- | --- | --- | --- |
    %s
    ## Papers

    %s\
    """
        .formatted(
            repair,
            rows(entries, DatasetsPage::numbers),
            rows(entries, DatasetsPage::origin),
            entries.stream()
                .map(entry -> entry.provenance().paper())
                .distinct()
                .map(paper ->
                    "* %s: %s. %s.\n".formatted(cited(paper), paper.title(), paper.reference()))
                .collect(Collectors.joining()));
  }

  private static String rows(List<CatalogueEntry> entries, Function<CatalogueEntry, String> row) {
    return entries.stream().map(row).collect(Collectors.joining());
  }

  private static String numbers(CatalogueEntry entry) {
    var counts = entry.counts();
    return row(
        "`" + entry.name() + "`",
        entry.title(),
        number(entry.classes()),
        number(counts.train()),
        counts.validation() == 0 ? "held out" : number(counts.validation()),
        number(counts.test()),
        entry.metric().label());
  }

  private static String origin(CatalogueEntry entry) {
    var provenance = entry.provenance();
    return row(
        "`" + entry.name() + "`",
        provenance.archives().stream().map(DatasetsPage::file).collect(Collectors.joining("<br>")),
        "<" + provenance.home() + ">",
        provenance.licence(),
        cited(provenance.paper()));
  }

  private static String file(ArchiveFile file) {
    return "`%s`%s".formatted(file.name(), file.md5().map(md5 -> " (" + md5 + ")").orElse(""));
  }

  private static String cited(Paper paper) {
    return paper.authors() + " " + paper.year();
  }

  private static String number(int count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  private static String row(String... cells) {
    return "| " + String.join(" | ", cells) + " |\n";
  }
}
