package io.transferstudy.worker.dataset.catalogue;

import io.transferstudy.study.grid.Metric;
import io.transferstudy.worker.dataset.ArchiveFile;
import io.transferstudy.worker.dataset.CatalogueEntry;
import io.transferstudy.worker.dataset.Counts;
import io.transferstudy.worker.dataset.Found;
import io.transferstudy.worker.dataset.Labels;
import io.transferstudy.worker.dataset.Layout;
import io.transferstudy.worker.dataset.Listing;
import io.transferstudy.worker.dataset.Listing.Item;
import io.transferstudy.worker.dataset.Parts;
import io.transferstudy.worker.dataset.Provenance;
import io.transferstudy.worker.dataset.SourcePath;
import io.transferstudy.worker.image.BadDataException;
import io.transferstudy.worker.model.Paper;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Birdsnap (Berg et al. 2014): lists whose images lie at addresses of Flickr, from where the data
 * set's own script brings them into {@code images/<species>/<id>.jpg}. Many are gone. Those that
 * are there must have the digest of the list.
 */
public final class Birdsnap implements Layout {
  /** What is known of it. */
  public static final CatalogueEntry ENTRY =
      new CatalogueEntry(
          "birdsnap",
          "Birdsnap",
          500,
          new Counts(47_386, 0, 2_443),
          Metric.TOP_1,
          true,
          new Provenance(
              new Paper(
                  "Berg et al.",
                  2014,
                  "Birdsnap: Large-Scale Fine-Grained Visual Categorization of Birds",
                  "CVPR 2014"),
              "https://thomasberg.org/",
              List.of(ArchiveFile.of("birdsnap.tgz")),
              "none stated; each image belongs to its photographer"),
          new Birdsnap());

  private static final String SPECIES = "species.txt";
  private static final String IMAGES = "images.txt";
  private static final String TEST = "test_images.txt";

  private Birdsnap() {}

  @Override
  public Role role(String path) {
    var source = new SourcePath(path);
    return Role.of(source.imageBelow("images", 1), source.named(required()));
  }

  @Override
  public List<String> required() {
    return List.of(SPECIES, IMAGES, TEST);
  }

  @Override
  public Parts parts(Found found) {
    var labels = new HashMap<String, Integer>();
    var classes = new ArrayList<String>();
    for (List<String> row : found.table(SPECIES).columns("id", "common")) {
      labels.put(row.getFirst(), classes.size());
      classes.add(row.get(1));
    }
    Set<String> testNames =
        found.table(TEST).columns("path").stream().map(List::getFirst).collect(Collectors.toSet());
    var train = new ArrayList<Item>();
    var test = new ArrayList<Item>();
    var md5 = new HashMap<String, String>();
    for (List<String> row : found.table(IMAGES).columns("path", "species_id", "md5")) {
      String name = row.getFirst();
      Integer label = labels.get(row.get(1));
      if (label == null) {
        throw new BadDataException(
            "%s: species %s of %s is not in %s".formatted(IMAGES, row.get(1), name, SPECIES));
      }
      (testNames.contains(name) ? test : train).add(new Item(name, Labels.of(label)));
      md5.put(name, row.get(2));
    }
    return new Listing(found).parts(classes, train, List.of(), test, md5);
  }
}
