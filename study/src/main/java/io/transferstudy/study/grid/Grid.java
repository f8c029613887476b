package io.transferstudy.study.grid;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Models x data sets x settings x seeds.
 *
 * <p>Names are unique on each axis, and every axis has at least one entry.
 */
public record Grid(
    List<Model> models, List<Dataset> datasets, List<Setting> settings, List<Long> seeds) {

  public Grid {
    models = unique("model", models, Model::name);
    datasets = unique("dataset", datasets, Dataset::name);
    settings = unique("setting", settings, Setting::name);
    seeds = unique("seed", seeds, seed -> seed);
  }

  /**
   * Every cell: setting by setting as listed, then data set by data set, then model by model, then
   * seeds.
   */
  public List<CellId> cells() {
    var cells = new ArrayList<CellId>();
    for (Setting setting : settings) {
      for (Dataset dataset : datasets) {
        for (Model model : models) {
          for (long seed : seeds) {
            cells.add(new CellId(model.name(), dataset.name(), setting.name(), seed));
          }
        }
      }
    }
    return List.copyOf(cells);
  }

  /** The data sets, and those that models are pretrained on, as often as they are named. */
  public List<Dataset> allDatasets() {
    return Stream.concat(
            datasets.stream(),
            models.stream()
                .flatMap(model ->
                    model.source() instanceof ModelSource.Pretrained pretrained
                        ? Stream.of(pretrained.source())
                        : Stream.empty()))
        .toList();
  }

  /** The model of that name. */
  public Model model(String name) {
    return named(models, Model::name, name);
  }

  /** The data set of that name. */
  public Dataset dataset(String name) {
    return named(datasets, Dataset::name, name);
  }

  /** The setting of that name. */
  public Setting setting(String name) {
    return named(settings, Setting::name, name);
  }

  private static <T> T named(List<T> entries, Function<T, String> name, String wanted) {
    return entries.stream()
        .filter(entry -> name.apply(entry).equals(wanted))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("not in the grid: " + wanted));
  }

  private static <T> List<T> unique(String axis, List<T> entries, Function<T, ?> name) {
    if (entries.isEmpty()) {
      throw new IllegalArgumentException("a study needs at least one " + axis);
    }
    if (entries.stream().map(name).distinct().count() < entries.size()) {
      throw new IllegalArgumentException("the name of a " + axis + " appears twice");
    }
    return List.copyOf(entries);
  }
}
