package io.transferstudy.bench.chaos;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * The grid of a study: every model on every data set in every setting.
 *
 * @param models rows
 * @param datasets columns
 * @param settings names
 */
record Shape(List<Entry> models, List<Entry> datasets, List<String> settings) {
  private static final int MOST_ENTRIES = 5;

  /**
   * A model or a data set.
   *
   * @param version of its files: another one gives the cells another definition
   */
  record Entry(String name, int version) {
    @Override
    public String toString() {
      return version == 1 ? name : name + "v" + version;
    }
  }

  Shape {
    models = List.copyOf(models);
    datasets = List.copyOf(datasets);
    settings = List.copyOf(settings);
  }

  /** A small grid, at most 4 x 4 x 2. */
  static Shape of(SplittableRandom random) {
    return new Shape(
        entries("m", random.nextInt(2, 5)),
        entries("d", random.nextInt(1, 5)),
        random.nextInt(4) == 0 ? List.of("s1", "s2") : List.of("s1"));
  }

  private static List<Entry> entries(String prefix, int count) {
    var entries = new ArrayList<Entry>();
    for (int i = 1; i <= count; i++) {
      entries.add(new Entry(prefix + i, 1));
    }
    return entries;
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
    Entry entry = entries.get(which);
    int how = random.nextInt(3);
    if (how == 0 && entries.size() > 1) {
      after.remove(which);
    } else if (how == 1 && entries.size() < MOST_ENTRIES) {
      after.add(added(entries));
    } else {
      after.set(which, new Entry(entry.name(), entry.version() + 1));
    }
    return after;
  }

  /** The first name of the kind that is free: one that was removed may come back. */
  private static Entry added(List<Entry> entries) {
    String prefix = entries.getFirst().name().substring(0, 1);
    List<String> names = entries.stream().map(Entry::name).toList();
    int number = 1;
    while (names.contains(prefix + number)) {
      number++;
    }
    return new Entry(prefix + number, 1);
  }

  /** Every cell as {@code model/dataset/setting}. */
  Set<String> cells() {
    var cells = new LinkedHashSet<String>();
    for (String setting : settings) {
      for (Entry dataset : datasets) {
        models.forEach(model -> cells.add(model.name() + "/" + dataset.name() + "/" + setting));
      }
    }
    return cells;
  }

  @Override
  public String toString() {
    return "%s x %s x %s".formatted(models, datasets, settings);
  }
}
