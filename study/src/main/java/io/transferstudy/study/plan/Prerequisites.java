package io.transferstudy.study.plan;

import io.transferstudy.study.grid.Dataset;
import io.transferstudy.study.grid.DatasetSource;
import io.transferstudy.study.grid.Model;
import io.transferstudy.study.grid.ModelSource;
import io.transferstudy.study.grid.Setting;
import io.transferstudy.study.grid.Study;
import io.transferstudy.study.work.WorkId;
import io.transferstudy.study.work.WorkId.Gate;
import io.transferstudy.study.work.WorkId.OfCell;
import io.transferstudy.study.work.WorkId.OfModel;
import io.transferstudy.study.work.WorkId.Prepare;
import io.transferstudy.study.work.WorkId.Pretrain;
import io.transferstudy.study.work.WorkId.Shared;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What must be done before what. */
final class Prerequisites {
  private Prerequisites() {}

  /**
   * Everything that is shared in a study: data sets, then models, each in the order of the grid.
   */
  static List<Shared> all(Study study) {
    var all = new ArrayList<Shared>();
    packed(study).keySet().forEach(name -> all.add(new Prepare(name)));
    study.grid().models().forEach(model -> ofModel(study, model).ifPresent(all::add));
    return List.copyOf(all);
  }

  /** What must be done right before that work. */
  static List<Shared> of(Study study, WorkId work) {
    var grid = study.grid();
    return switch (work) {
      case Prepare _, Gate _ -> List.of();
      case Pretrain(var name) ->
          grid.model(name).source() instanceof ModelSource.Pretrained(var source, _, _)
              ? preparation(source).stream().<Shared>map(each -> each).toList()
              : List.of();
      case OfCell(var cell) -> {
        var before = new ArrayList<Shared>();
        preparation(grid.dataset(cell.dataset())).ifPresent(before::add);
        if (grid.setting(cell.setting()).needsWeights()) {
          ofModel(study, grid.model(cell.model())).ifPresent(before::add);
        }
        yield before;
      }
    };
  }

  /** What cells of that model that need weights wait for; empty if there is no such thing. */
  private static Optional<OfModel> ofModel(Study study, Model model) {
    return switch (model.source()) {
      case ModelSource.Pretrained _ -> Optional.of(new Pretrain(model.name()));
      case ModelSource.Given _ ->
          study.grid().settings().stream().anyMatch(Setting::needsWeights)
              ? Optional.of(new Gate(model.name()))
              : Optional.empty();
      case ModelSource.None _ -> Optional.empty();
    };
  }

  /** Empty for a data set that the worker draws: there is nothing to read. */
  static Optional<Prepare> preparation(Dataset dataset) {
    return switch (dataset.source()) {
      case DatasetSource.Catalogue _, DatasetSource.ImageFolder _, DatasetSource.Listed _ ->
          Optional.of(new Prepare(dataset.name()));
      case DatasetSource.Procedural _ -> Optional.empty();
    };
  }

  /** The data set that is packed under that name. */
  static Optional<Dataset> packed(Study study, String name) {
    return Optional.ofNullable(packed(study).get(name));
  }

  /** By name, sources of pretrainings last. Data sets of one name have one source. */
  private static Map<String, Dataset> packed(Study study) {
    var packed = new LinkedHashMap<String, Dataset>();
    for (Dataset dataset : study.grid().allDatasets()) {
      if (preparation(dataset).isPresent()) {
        packed.putIfAbsent(dataset.name(), dataset);
      }
    }
    return packed;
  }
}
