package io.transferstudy.worker.dataset.procedural;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.transferstudy.worker.dataset.procedural.Drawing.Part;
import io.transferstudy.worker.image.Flip;
import io.transferstudy.worker.image.Image;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class DrawingTest {

  @ParameterizedTest
  @CsvSource({
    "source, 24, HORIZONTAL",
    "textures, 8, BOTH",
    "silhouettes, 10, NONE",
    "glyphs, 10, NONE",
    "counting, 5, BOTH"
  })
  void tasks_have_their_classes_and_mirror_images(String name, int classes, Flip flip) {
    ProceduralTask task = ProceduralTask.of(name);
    assertThat(task.classes()).hasSize(classes).doesNotHaveDuplicates();
    assertThat(task.flip()).isEqualTo(flip);
  }

  @ParameterizedTest
  @EnumSource
  void an_image_is_a_function_of_part_seed_and_index(ProceduralTask task) {
    List<Image> images = Drawing.of(task, 3).all(Part.TRAIN, 60);
    for (int i : new int[] {59, 0, 31}) {
      assertThat(Drawing.of(task, 3).image(Part.TRAIN, i).rgb()).isEqualTo(images.get(i).rgb());
      assertThat(Drawing.of(task, 4).image(Part.TRAIN, i).rgb()).isNotEqualTo(images.get(i).rgb());
      assertThat(Drawing.of(task, 3).image(Part.TEST, i).rgb()).isNotEqualTo(images.get(i).rgb());
    }
    Set<Integer> distinct = new HashSet<>();
    images.forEach(image -> distinct.add(Arrays.hashCode(image.rgb())));
    assertThat(distinct).hasSize(60);
    assertThat(images).allMatch(image -> image.width() == 24 && image.height() == 24);
  }

  /** The same pictures on every machine: nothing in them may come from a platform's own sine. */
  @ParameterizedTest
  @CsvSource({
    "source, 66cea419",
    "textures, cc1f2c9f",
    "silhouettes, 9248f892",
    "glyphs, 08f4997f",
    "counting, e5e8606a"
  })
  void pictures_do_not_change(String name, String expected) {
    var crc = new CRC32();
    Drawing.of(ProceduralTask.of(name), 3)
        .all(Part.TRAIN, 48)
        .forEach(image -> crc.update(image.rgb()));
    assertThat("%08x".formatted(crc.getValue())).isEqualTo(expected);
  }

  /** Classes differ by more than their colours: a nearest mean of grey levels is near chance. */
  @ParameterizedTest
  @EnumSource
  void means_of_grey_levels_do_not_give_the_class_away(ProceduralTask task) {
    int classes = task.classes().size();
    Drawing drawing = Drawing.of(task, 3);
    List<Image> train = drawing.all(Part.TRAIN, 40 * classes);
    List<Image> test = drawing.all(Part.TEST, 40 * classes);
    var means = new double[classes];
    for (int i = 0; i < train.size(); i++) {
      means[task.labelOf(i)] += brightness(train.get(i)) / 40;
    }
    int correct = 0;
    for (int i = 0; i < test.size(); i++) {
      double value = brightness(test.get(i));
      int nearest = 0;
      for (int c = 1; c < classes; c++) {
        if (Math.abs(means[c] - value) < Math.abs(means[nearest] - value)) {
          nearest = c;
        }
      }
      correct += nearest == task.labelOf(i) ? 1 : 0;
    }
    assertThat((double) correct / test.size()).isLessThan(2.0 / classes + 0.03);
  }

  @Test
  void an_unknown_task_is_answered_with_those_there_are() {
    assertThatThrownBy(() -> ProceduralTask.of("faces"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "no procedural task 'faces'; there are source, textures, silhouettes, glyphs, counting");
  }

  private static double brightness(Image image) {
    double sum = 0;
    for (byte b : image.rgb()) {
      sum += b & 0xFF;
    }
    return sum / image.rgb().length;
  }
}
