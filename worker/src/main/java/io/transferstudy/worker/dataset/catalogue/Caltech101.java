package io.transferstudy.worker.dataset.catalogue;

import io.transferstudy.study.grid.DatasetSource.Pick;
import io.transferstudy.study.grid.Metric;
import io.transferstudy.worker.dataset.ArchiveFile;
import io.transferstudy.worker.dataset.CatalogueEntry;
import io.transferstudy.worker.dataset.Counts;
import io.transferstudy.worker.dataset.Example;
import io.transferstudy.worker.dataset.Found;
import io.transferstudy.worker.dataset.Layout;
import io.transferstudy.worker.dataset.Parts;
import io.transferstudy.worker.dataset.Provenance;
import io.transferstudy.worker.dataset.SourcePath;
import io.transferstudy.worker.dataset.Split;
import io.transferstudy.worker.image.Flip;
import io.transferstudy.worker.model.Paper;
import java.util.ArrayList;
import java.util.List;

/**
 * Caltech-101 (Fei-Fei et al. 2004): 102 folders, the background class kept, as Kornblith et al.
 * 2019 count it. There is no official split: 30 random images of each class to train on, the rest
 * to test.
 */
public final class Caltech101 implements Layout {
  /** What is known of it. */
  public static final CatalogueEntry ENTRY =
      new CatalogueEntry(
          "caltech-101",
          "Caltech-101",
          102,
          new Counts(3_060, 0, 6_084),
          Metric.MEAN_PER_CLASS,
          false,
          new Provenance(
              new Paper(
                  "Fei-Fei et al.",
                  2004,
                  "Learning Generative Visual Models from Few Training Examples: An Incremental"
                      + " Bayesian Approach Tested on 101 Object Categories",
                  "CVPR 2004 workshop"),
              "https://data.caltech.edu/records/mzrjq-6wc02",
              List.of(
                  ArchiveFile.of(
                      "101_ObjectCategories.tar.gz", "b224c7392d521a49829488ab0f1120d9")),
              "CC BY 4.0"),
          new Caltech101());

  private static final String FOLDER = "101_ObjectCategories";
  private static final int TRAIN_PER_CLASS = 30;

  /** Everybody gets this one. */
  private static final long SPLIT_SEED = 1;

  private Caltech101() {}

  /** The archive holds a stray file, {@code BACKGROUND_Google/tmp}. */
  @Override
  public Role role(String path) {
    var source = new SourcePath(path);
    String name = source.within(FOLDER);
    return SourcePath.folders(name) == 1 && source.endsWith(".jpg")
        ? new Role.Image(name)
        : new Role.Other();
  }

  @Override
  public List<String> required() {
    return List.of();
  }

  @Override
  public Parts parts(Found found) {
    List<String> classes =
        found.images().keySet().stream().map(Caltech101::folder).distinct().sorted().toList();
    var all = new ArrayList<Example>();
    found
        .images()
        .forEach(
            (name, pixels) -> all.add(new Example(name, classes.indexOf(folder(name)), pixels)));
    Split split = Split.perClass(all, classes, TRAIN_PER_CLASS, Pick.RANDOM, SPLIT_SEED);
    return Parts.of(classes, split.chosen(), List.of(), split.rest(), Flip.HORIZONTAL);
  }

  private static String folder(String name) {
    return name.substring(0, name.indexOf('/'));
  }
}
