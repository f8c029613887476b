package io.transferstudy.bench.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ShapeTest {
  private static final Shape SHAPE =
      new Shape(
          List.of(
              new Shape.Entry("m1", Source.GIVEN, 1, true),
              new Shape.Entry("m2", Source.PRETRAINED_ON_FILES, 3, false)),
          List.of(
              Shape.Entry.plain("d1", Source.DRAWN),
              new Shape.Entry("d2", Source.FILES, 1, true),
              new Shape.Entry("d3", Source.FILES, 1, false)),
          List.of(new Shape.Setting("s1", "fine-tuned"), new Shape.Setting("s2", "random-init")));

  @Test
  void cells_are_the_product_of_the_entries() {
    assertThat(SHAPE.cells())
        .containsExactly(
            "m1/d1/s1",
            "m2/d1/s1",
            "m1/d2/s1",
            "m2/d2/s1",
            "m1/d3/s1",
            "m2/d3/s1", //
            "m1/d1/s2",
            "m2/d1/s2",
            "m1/d2/s2",
            "m2/d2/s2",
            "m1/d3/s2",
            "m2/d3/s2");
  }

  @Test
  void what_is_done_once_follows_from_the_sources() {
    assertThat(SHAPE.shared())
        .containsExactly("gate/m1", "prepare/source", "pretrain/m2", "prepare/d2", "prepare/d3");
    assertThat(SHAPE.failing()).containsExactly("gate/m1", "prepare/d2");
  }

  @Test
  void bad_weights_fail_what_starts_from_them_and_bad_images_all_that_look_at_them() {
    assertThat(SHAPE.failingCells())
        .containsExactly("m1/d1/s1", "m1/d2/s1", "m2/d2/s1", "m1/d3/s1", "m1/d2/s2", "m2/d2/s2");
  }

  @Test
  void what_needs_nothing_cannot_be_broken() {
    assertThatThrownBy(() -> new Shape.Entry("d1", Source.DRAWN, 1, true))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void an_edit_changes_one_entry_and_no_kind_of_study() {
    var random = new SplittableRandom(11);
    for (StudyKind kind : StudyKind.values()) {
      Shape shape = kind.shape(random);
      for (int i = 0; i < 50; i++) {
        Shape after = shape.edited(random);
        assertThat(after).isNotEqualTo(shape);
        assertThat(after.settings()).isEqualTo(shape.settings());
        assertThat(sources(shape)).as("%s to %s", shape, after).containsAll(sources(after));
        shape = after;
      }
    }
  }

  private static List<Source> sources(Shape shape) {
    return Stream.concat(shape.models().stream(), shape.datasets().stream())
        .map(Shape.Entry::source)
        .toList();
  }
}
