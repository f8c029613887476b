package io.transferstudy.study.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.transferstudy.study.Studies;
import io.transferstudy.study.grid.CellId;
import io.transferstudy.study.grid.Grid;
import io.transferstudy.study.grid.Model;
import io.transferstudy.study.grid.ModelSource;
import io.transferstudy.study.grid.Setting;
import io.transferstudy.study.grid.Study;
import io.transferstudy.study.work.WorkId;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class DefinitionTest {
  private final Study study = Studies.pretrained(2, List.of("a", "b"), "x", "y");

  @Test
  void changingOneSettingTouchesItsCellsOnly() {
    Study edited =
        with(grid ->
            new Grid(
                grid.models(),
                grid.datasets(),
                grid.settings().stream().map(DefinitionTest::fewerL2Values).toList(),
                grid.seeds()));

    assertThat(changed(edited))
        .containsExactlyInAnyOrder(
            "cell/a/x/fixed-features/1",
            "cell/b/x/fixed-features/1",
            "cell/a/y/fixed-features/1",
            "cell/b/y/fixed-features/1");
  }

  @Test
  void changingAPretrainingTouchesWhatStartsFromItsWeights() {
    Study edited = with(grid -> models(grid, model -> reseeded(model)));

    assertThat(changed(edited))
        .contains("pretrain/a", "cell/a/x/fine-tuned/1", "cell/a/y/fixed-features/1")
        .doesNotContain("cell/a/x/random-init/1")
        .noneMatch(work -> work.contains("/b"));
  }

  @Test
  void aPublishedAccuracyTouchesNothing() {
    Study edited =
        with(grid ->
            models(
                grid,
                m -> new Model(m.name(), m.architecture(), 1, m.imageSize(), m.source(), .5)));

    assertThat(changed(edited)).isEmpty();
  }

  @Test
  void cellsThatDifferInOneNameDiffer() {
    assertThat(Planner.work(study).stream().map(w -> Definition.of(study, w).digest()))
        .doesNotHaveDuplicates()
        .allMatch(digest -> digest.matches("[0-9a-f]{64}"));
    var cell = new WorkId.OfCell(new CellId("a", "x", "fine-tuned", 1));
    assertThat(Definition.of(study, cell)).isEqualTo(Definition.of(study, cell));
  }

  private List<String> changed(Study edited) {
    return Planner.work(study).stream()
        .filter(w -> !Definition.of(study, w).digest().equals(Definition.of(edited, w).digest()))
        .map(WorkId::key)
        .collect(Collectors.toList());
  }

  private Study with(UnaryOperator<Grid> edit) {
    return new Study(study.name(), edit.apply(study.grid()), study.limits());
  }

  private static Grid models(Grid grid, UnaryOperator<Model> edit) {
    var models = grid.models().stream().map(m -> m.name().equals("a") ? edit.apply(m) : m).toList();
    return new Grid(models, grid.datasets(), grid.settings(), grid.seeds());
  }

  private static Model reseeded(Model m) {
    var old = (ModelSource.Pretrained) m.source();
    var source = new ModelSource.Pretrained(old.source(), old.recipe(), old.seed() + 1);
    return new Model(m.name(), m.architecture(), 1, m.imageSize(), source, null);
  }

  private static Setting fewerL2Values(Setting setting) {
    return switch (setting) {
      case Setting.FixedFeatures fixed -> new Setting.FixedFeatures(fixed.name(), List.of(1e-3));
      case Setting.Training training -> training;
    };
  }
}
