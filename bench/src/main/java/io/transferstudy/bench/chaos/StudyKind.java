package io.transferstudy.bench.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Kinds of studies, by what is done once in them before their cells. They take turns. */
enum StudyKind {
  /** Some of everything. */
  MIXED(
      List.of(Source.GIVEN, Source.PRETRAINED_ON_FILES, Source.PRETRAINED),
      List.of(Source.FILES, Source.DRAWN)),
  /** Weights that are checked; those of the last model are never good. */
  GIVEN(List.of(Source.GIVEN), List.of(Source.DRAWN)),
  /** Data sets that are prepared. */
  FILES(List.of(Source.NONE), List.of(Source.FILES)),
  /** Models that the study trains. */
  PRETRAINED(List.of(Source.PRETRAINED, Source.PRETRAINED_ON_FILES), List.of(Source.DRAWN)),
  /** Nothing. */
  PLAIN(List.of(Source.NONE), List.of(Source.DRAWN));

  private final List<Source> models;
  private final List<Source> datasets;

  StudyKind(List<Source> models, List<Source> datasets) {
    this.models = models;
    this.datasets = datasets;
  }

  /** That of a study by its number. */
  static StudyKind of(int number) {
    return values()[(number - 1) % values().length];
  }

  /** A small grid, at most 4 x 4 x 2. */
  Shape shape(SplittableRandom random) {
    List<Shape.Entry> rows = entries("m", models, random.nextInt(2, 5), random);
    List<Shape.Entry> columns = entries("d", datasets, random.nextInt(1, 5), random);
    if (this == GIVEN) {
      Shape.Entry last = rows.removeLast();
      rows.add(new Shape.Entry(last.name(), last.source(), last.version(), true));
    }
    return new Shape(rows, columns, settings(random));
  }

  private static List<Shape.Entry> entries(
      String prefix, List<Source> sources, int count, SplittableRandom random) {
    var entries = new ArrayList<Shape.Entry>();
    for (int i = 0; i < count; i++) {
      entries.add(Shape.Entry.of(prefix + (i + 1), sources.get(i % sources.size()), random));
    }
    return entries;
  }

  private List<Shape.Setting> settings(SplittableRandom random) {
    boolean weights = !models.contains(Source.NONE);
    String first = weights ? random.nextBoolean() ? "fine-tuned" : "fixed-features" : "random-init";
    var one = new Shape.Setting("s1", first);
    return random.nextInt(4) == 0
        ? List.of(one, new Shape.Setting("s2", "random-init"))
        : List.of(one);
  }
}
