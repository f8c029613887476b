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
import io.transferstudy.worker.format.TextTable.Line;
import io.transferstudy.worker.image.BadDataException;
import io.transferstudy.worker.model.Paper;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * PASCAL VOC 2007, classification (Everingham et al. 2010): any number of 20 classes in an image,
 * one list per class and part, where 1 is present, -1 absent and 0 difficult, which counts as
 * neither.
 */
public final class Voc2007 implements Layout {
  private static final List<String> CLASSES =
      List.of(
          "aeroplane",
          "bicycle",
          "bird",
          "boat",
          "bottle",
          "bus",
          "car",
          "cat",
          "chair",
          "cow",
          "diningtable",
          "dog",
          "horse",
          "motorbike",
          "person",
          "pottedplant",
          "sheep",
          "sofa",
          "train",
          "tvmonitor");

  /** What is known of it. */
  public static final CatalogueEntry ENTRY =
      new CatalogueEntry(
          "voc-2007",
          "PASCAL VOC 2007 classification",
          CLASSES.size(),
          new Counts(2_501, 2_510, 4_952),
          Metric.ELEVEN_POINT_MAP,
          false,
          new Provenance(
              new Paper(
                  "Everingham et al.",
                  2010,
                  "The PASCAL Visual Object Classes (VOC) Challenge",
                  "IJCV 88"),
              "http://host.robots.ox.ac.uk/pascal/VOC/voc2007/",
              List.of(
                  ArchiveFile.of("VOCtrainval_06-Nov-2007.tar", "c52e279531787c972589f7e41ab4ae64"),
                  ArchiveFile.of("VOCtest_06-Nov-2007.tar", "b6e924de25625d8de591ea690078ad9f")),
              "images of flickr.com under its terms of use"),
          new Voc2007());

  private static final String TRAIN = "train";
  private static final String VALIDATION = "val";
  private static final String TEST = "test";

  private Voc2007() {}

  @Override
  public Role role(String path) {
    var source = new SourcePath(path);
    if (path.matches(".*VOC20(?!07)\\d\\d/.*")) {
      return new Role.Other(); // another year beside it
    }
    return Role.of(
        source.imageBelow("JPEGImages", 0), source.below("Main").filter(required()::contains));
  }

  @Override
  public List<String> required() {
    return CLASSES.stream()
        .flatMap(name -> Stream.of(TRAIN, VALIDATION, TEST).map(part -> list(name, part)))
        .toList();
  }

  private static String list(String name, String part) {
    return name + "_" + part + ".txt";
  }

  @Override
  public Parts parts(Found found) {
    return new Listing(found)
        .parts(CLASSES, items(found, TRAIN), items(found, VALIDATION), items(found, TEST));
  }

  private static List<Item> items(Found found, String part) {
    var present = new TreeMap<String, List<Integer>>();
    var ignored = new HashMap<String, List<Integer>>();
    for (int label = 0; label < CLASSES.size(); label++) {
      int listed = 0;
      for (Line line : found.table(list(CLASSES.get(label), part)).lines()) {
        String[] fields = line.fields(2);
        int value = line.number(fields[1], -1, 1);
        if (label == 0) {
          present.put(fields[0], new ArrayList<>());
          ignored.put(fields[0], new ArrayList<>());
        }
        List<Integer> ofImage = value == 0 ? ignored.get(fields[0]) : present.get(fields[0]);
        if (ofImage == null) {
          throw line.wrong("image %s is not in the lists of all classes".formatted(fields[0]));
        }
        if (value >= 0) {
          ofImage.add(label);
        }
        listed++;
      }
      if (listed != present.size()) {
        throw new BadDataException(
            "%s: %d images, but that of the first class has %d"
                .formatted(list(CLASSES.get(label), part), listed, present.size()));
      }
    }
    return present.entrySet().stream()
        .map(image ->
            new Item(
                image.getKey() + ".jpg",
                new Labels.Several(
                    image.getValue(), ignored.getOrDefault(image.getKey(), List.of()))))
        .toList();
  }
}
