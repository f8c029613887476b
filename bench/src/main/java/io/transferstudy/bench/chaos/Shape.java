package io.transferstudy.bench.chaos;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * The grid of a study: every model on every data set in every setting.
 *
 * @param models rows
 * @param datasets columns
 * @param settings what is done
 */
record Shape(List<Entry> models, List<Entry> datasets, List<Setting> settings) {
  /** The data set of files that models are pretrained on. */
  static final String SOURCE = "source";

  /** One entry in so many is broken. */
  private static final int BROKEN = 8;

  private static final int MOST_ENTRIES = 5;

  /**
   * A model or a data set.
   *
   * @param source where its weights or images come from
   * @param version of its files: another one gives the cells another definition
   * @param broken whether the work that is done once for it fails for good
   */
  record Entry(String name, Source source, int version, boolean broken) {
    Entry {
      if (broken && source.work().isEmpty()) {
        throw new IllegalArgumentException("nothing is done for " + name + " that could fail");
      }
    }

    /** One that the worker needs nothing for. */
    static Entry plain(String name, Source source) {
      return new Entry(name, source, 1, false);
    }

    /** The first version. */
    static Entry of(String name, Source source, SplittableRandom random) {
      return new Entry(name, source, 1, breaks(source, random));
    }

    Entry next(SplittableRandom random) {
      return new Entry(name, source, version + 1, breaks(source, random));
    }

    private static boolean breaks(Source source, SplittableRandom random) {
      return source.work().isPresent() && random.nextInt(BROKEN) == 0;
    }

    @Override
    public String toString() {
      return name
          + (version == 1 ? "" : "v" + version)
          + (source.words().isEmpty() ? "" : " " + source.words())
          + (broken ? " broken" : "");
    }
  }

  /**
   * A setting.
   *
   * @param preset the operator's word for it
   */
  record Setting(String name, String preset) {
    /** Whether cells start from weights. */
    boolean needsWeights() {
      return !preset.equals("random-init");
    }

    @Override
    public String toString() {
      return name + " " + preset;
    }
  }

  Shape {
    models = List.copyOf(models);
    datasets = List.copyOf(datasets);
    settings = List.copyOf(settings);
  }

  /** The same with one entry more, one less, or one with other files. */
  Shape edited(SplittableRandom random) {
    return random.nextBoolean()
        ? new Shape(edited(models, random), datasets, settings)
        : new Shape(models, edited(datasets, random), settings);
  }

  private static List<Entry> edited(List<Entry> entries, SplittableRandom random) {
    var after = new ArrayList<>(entries);
    int which = random.nextInt(entries.size());
    int how = random.nextInt(3);
    if (how == 0 && entries.size() > 1) {
      after.remove(which);
    } else if (how == 1 && entries.size() < MOST_ENTRIES) {
      after.add(Entry.of(freeName(entries), entries.get(which).source(), random));
    } else {
      after.set(which, entries.get(which).next(random));
    }
    return after;
  }

  /** The first name of the kind that is free: one that was removed may come back. */
  private static String freeName(List<Entry> entries) {
    String prefix = entries.getFirst().name().substring(0, 1);
    List<String> names = entries.stream().map(Entry::name).toList();
    int number = 1;
    while (names.contains(prefix + number)) {
      number++;
    }
    return prefix + number;
  }

  /** Every cell as {@code model/dataset/setting}. */
  Set<String> cells() {
    return cells(false);
  }

  /** Those of them that can never run. */
  Set<String> failingCells() {
    return cells(true);
  }

  private Set<String> cells(boolean failingOnly) {
    var cells = new LinkedHashSet<String>();
    for (Setting setting : settings) {
      for (Entry dataset : datasets) {
        for (Entry model : models) {
          boolean fails = dataset.broken() || (setting.needsWeights() && model.broken());
          if (fails || !failingOnly) {
            cells.add(model.name() + "/" + dataset.name() + "/" + setting.name());
          }
        }
      }
    }
    return cells;
  }

  /** All that is done once, as {@code gate/m1}, {@code pretrain/m2} or {@code prepare/d1}. */
  Set<String> shared() {
    var shared = new LinkedHashSet<String>();
    entries().forEach(entry -> shared.addAll(shared(entry)));
    return shared;
  }

  /** What of it fails for good. */
  Set<String> failing() {
    var failing = new LinkedHashSet<String>();
    entries()
        .filter(Entry::broken)
        .forEach(entry -> entry.source().work().ifPresent(kind -> failing.add(key(kind, entry))));
    return failing;
  }

  private Stream<Entry> entries() {
    return Stream.concat(models.stream(), datasets.stream());
  }

  private static List<String> shared(Entry entry) {
    return switch (entry.source()) {
      case NONE, DRAWN -> List.of();
      case GIVEN, PRETRAINED, FILES ->
          entry.source().work().map(kind -> key(kind, entry)).stream().toList();
      case PRETRAINED_ON_FILES -> List.of("prepare/" + SOURCE, key("pretrain", entry));
    };
  }

  private static String key(String kind, Entry entry) {
    return kind + "/" + entry.name();
  }

  @Override
  public String toString() {
    return "%s x %s x %s".formatted(models, datasets, settings);
  }
}
