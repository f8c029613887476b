package io.transferstudy.study;

import io.transferstudy.study.grid.Dataset;
import io.transferstudy.study.grid.DatasetSource;
import io.transferstudy.study.grid.Grid;
import io.transferstudy.study.grid.Model;
import io.transferstudy.study.grid.ModelSource;
import io.transferstudy.study.grid.Recipe;
import io.transferstudy.study.grid.Resize;
import io.transferstudy.study.grid.Study;
import io.transferstudy.study.protocol.Preset;
import java.util.List;
import java.util.stream.Stream;

/** Small studies for tests. */
public final class Studies {
  private Studies() {}

  /** Models that are pretrained here, with the three presets and one seed. */
  public static Study pretrained(int parallelism, List<String> models, String... datasets) {
    var recipe =
        new Recipe(
            new Recipe.Length.Epochs(1),
            8,
            List.of(0.1),
            List.of(0.0),
            true,
            0.05,
            new Recipe.Crop.Shift(2));
    var source = new ModelSource.Pretrained(procedural("shapes", "source"), recipe, 7);
    return new Study(
        "tiny",
        new Grid(
            models.stream().map(name -> new Model(name, "resnet-8", 1, 24, source, null)).toList(),
            Stream.of(datasets).map(name -> procedural(name, "textures")).toList(),
            Stream.of(Preset.values()).map(preset -> preset.named(preset.label())).toList(),
            List.of(1L)),
        new Study.Limits(parallelism, false, 3, null, 1));
  }

  /** The same with a model of that name, too, whose weights are given. */
  public static Study withGiven(Study study, String model) {
    Grid grid = study.grid();
    var given =
        new Model(
            model, "resnet-8", 1, 24, new ModelSource.WeightsFile("w.safetensors", null), null);
    return new Study(
        study.name(),
        new Grid(
            Stream.concat(grid.models().stream(), Stream.of(given)).toList(),
            grid.datasets(),
            grid.settings(),
            grid.seeds()),
        study.limits());
  }

  /** The same with a data set of that name, too, whose images are files. */
  public static Study withFolder(Study study, String dataset) {
    Grid grid = study.grid();
    var source = new DatasetSource.ImageFolder(dataset, 20, DatasetSource.Pick.RANDOM);
    var folder = new Dataset(dataset, source, Resize.WHOLE, 0.25, null);
    return new Study(
        study.name(),
        new Grid(
            grid.models(),
            Stream.concat(grid.datasets().stream(), Stream.of(folder)).toList(),
            grid.settings(),
            grid.seeds()),
        study.limits());
  }

  /** A data set of drawn images. */
  public static Dataset procedural(String name, String task) {
    return new Dataset(
        name, new DatasetSource.Procedural(task, 40, 20, 1), Resize.WHOLE, 0.25, null);
  }
}
