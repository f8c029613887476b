package io.transferstudy.api.mapping;

import io.transferstudy.api.mapping.Catalogue.DatasetEntry;
import io.transferstudy.api.v1alpha1.DatasetSpec;
import io.transferstudy.api.v1alpha1.ImageFolderSpec;
import io.transferstudy.api.v1alpha1.ProceduralSpec;
import io.transferstudy.study.grid.Dataset;
import io.transferstudy.study.grid.DatasetSource;
import io.transferstudy.study.grid.DatasetSource.Pick;
import io.transferstudy.study.grid.Metric;
import io.transferstudy.study.grid.Resize;
import io.transferstudy.study.grid.Skipping;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Maps a data set. */
final class DatasetMapping {
  private static final String FOLDER = "data folder";
  private static final int MOST_IMAGES = 1_000_000;

  private final Catalogue catalogue;
  private final Violations violations;

  DatasetMapping(Catalogue catalogue, Violations violations) {
    this.catalogue = catalogue;
    this.violations = violations;
  }

  Dataset map(String path, DatasetSpec spec) {
    String name = violations.label(path + ".name", spec.name());
    return new Dataset(
        name,
        source(path, name, spec),
        resize(spec.resize()),
        violations.number(
            path + ".validationFraction",
            spec.validationFraction(),
            Dataset.DEFAULT_VALIDATION_FRACTION,
            Violations.Range.FRACTION),
        spec.maxClasses() == null
            ? null
            : violations.integer(path + ".maxClasses", spec.maxClasses(), 2, 2, 100_000),
        metric(path, name, spec),
        skipping(path, spec));
  }

  private @Nullable Skipping skipping(String path, DatasetSpec spec) {
    boolean skips = spec.onBadImage() == DatasetSpec.OnBadImage.Skip;
    if (spec.onBadImage() != null && spec.procedural() != null) {
      violations.add(path + ".onBadImage", "is for images in files; drawn ones are never bad");
    }
    if (spec.maxBadImages() != null && !skips) {
      violations.add(path + ".maxBadImages", "needs onBadImage: Skip");
    }
    int most = violations.integer(path + ".maxBadImages", spec.maxBadImages(), 1, 1, MOST_IMAGES);
    return skips ? new Skipping(spec.maxBadImages() == null ? null : most) : null;
  }

  /** That of the catalogue for a data set of the catalogue, else what is asked for. */
  private Metric metric(String path, String name, DatasetSpec spec) {
    if (spec.path() == null) {
      return own(path, spec);
    }
    var entry = catalogue.dataset(spec.catalogue() == null ? name : spec.catalogue());
    if (spec.metric() != null) {
      violations.add(
          path + ".metric",
          "is for images of your own; data sets of the catalogue are scored as their communities do"
              + entry.map(known -> ", this one by " + known.metric().label()).orElse(""));
    }
    return entry.map(DatasetEntry::metric).orElse(Metric.TOP_1);
  }

  private Metric own(String path, DatasetSpec spec) {
    return switch (spec.metric()) {
      case null -> Metric.TOP_1;
      case Top1 -> Metric.TOP_1;
      case MeanPerClass -> Metric.MEAN_PER_CLASS;
      case ElevenPointMap -> {
        if (spec.imageFolder() == null || spec.imageFolder().labels() == null) {
          violations.add(
              path + ".metric",
              "is for images of several labels; list them in a CSV file that imageFolder.labels names");
        }
        yield Metric.ELEVEN_POINT_MAP;
      }
    };
  }

  private DatasetSource source(String path, String name, DatasetSpec spec) {
    long given =
        Stream.of(spec.path(), spec.imageFolder(), spec.procedural())
            .filter(Objects::nonNull)
            .count();
    if (given != 1) {
      violations.add(
          path,
          "exactly one of path, imageFolder, procedural must be set, got "
              + (given == 0 ? "none" : given));
    }
    if (spec.catalogue() != null && spec.path() == null) {
      violations.add(path + ".catalogue", "needs path, the folder of that data set");
    }
    if (spec.subset() != null && spec.path() == null) {
      violations.add(path + ".subset", "needs path, the folder of a data set of the catalogue");
    }
    if (spec.path() != null) {
      return catalogued(path, spec.catalogue() == null ? name : spec.catalogue(), spec);
    }
    if (spec.imageFolder() != null) {
      return imageFolder(path + ".imageFolder", spec.imageFolder());
    }
    return procedural(path + ".procedural", spec.procedural() == null ? null : spec.procedural());
  }

  private DatasetSource catalogued(String path, String entry, DatasetSpec spec) {
    String field = path + (spec.catalogue() == null ? ".name" : ".catalogue");
    var known = catalogue.dataset(entry);
    if (!entry.equals("invalid") && known.isEmpty()) {
      violations.add(
          field,
          Nearest.unknown(
                  "data set", entry, catalogue.datasets().stream().map(DatasetEntry::name).toList())
              + " (for a folder of your own use imageFolder)");
    }
    return new DatasetSource.Catalogue(
        entry,
        violations.relative(path + ".path", spec.path(), FOLDER),
        Boolean.TRUE.equals(spec.subset()) ? true : null);
  }

  private DatasetSource imageFolder(String path, ImageFolderSpec spec) {
    if (spec.pick() != null && spec.trainPerClass() == null) {
      violations.add(path + ".pick", "needs trainPerClass, the number of images to pick");
    }
    if (spec.trainPerClass() != null && spec.testFraction() != null) {
      violations.add(path, "at most one of trainPerClass, testFraction may be set");
    }
    String folder = violations.relative(path + ".path", spec.path(), FOLDER);
    Integer trainPerClass =
        spec.trainPerClass() == null
            ? null
            : violations.integer(path + ".trainPerClass", spec.trainPerClass(), 1, 1, MOST_IMAGES);
    Pick pick = spec.pick() == ImageFolderSpec.Pick.First ? Pick.FIRST : Pick.RANDOM;
    Double testFraction =
        spec.testFraction() == null
            ? null
            : violations.number(
                path + ".testFraction", spec.testFraction(), 0.5, Violations.Range.FRACTION);
    return spec.labels() == null
        ? new DatasetSource.ImageFolder(folder, trainPerClass, pick, testFraction)
        : new DatasetSource.Listed(
            folder,
            violations.relative(path + ".labels", spec.labels(), "folder of the images"),
            trainPerClass,
            pick,
            testFraction);
  }

  private DatasetSource procedural(String path, @Nullable ProceduralSpec spec) {
    if (spec == null) {
      return new DatasetSource.Procedural("invalid", 1, 1, 1);
    }
    String task = spec.task();
    if (task == null) {
      violations.add(path + ".task", "is required");
      task = "invalid";
    } else if (catalogue.task(task).isEmpty()) {
      violations.add(
          path + ".task",
          Nearest.unknown(
              "task", task, catalogue.tasks().stream().map(Catalogue.TaskEntry::name).toList()));
    }
    var entry = catalogue.task(task).orElse(new Catalogue.TaskEntry(task, 1, 1, 2));
    return new DatasetSource.Procedural(
        task,
        violations.integer(path + ".train", spec.train(), entry.train(), 1, MOST_IMAGES),
        violations.integer(path + ".test", spec.test(), entry.test(), 1, MOST_IMAGES),
        spec.seed() == null ? 1 : spec.seed());
  }

  private static Resize resize(DatasetSpec.@Nullable Resize resize) {
    return switch (resize) {
      case null -> Resize.WHOLE;
      case Whole -> Resize.WHOLE;
      case Central -> Resize.CENTRAL;
      case Stretch -> Resize.STRETCH;
    };
  }
}
