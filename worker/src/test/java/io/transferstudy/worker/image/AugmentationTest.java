package io.transferstudy.worker.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.transferstudy.study.grid.Recipe.Crop;
import io.transferstudy.study.grid.Resize;
import io.transferstudy.worker.model.Preprocessing;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class AugmentationTest {
  private static final Normalizer HALF =
      new Normalizer(new Preprocessing(List.of(0.5, 0.5, 0.5), List.of(0.25, 0.5, 0.5)));

  @Test
  void random_areas_have_the_distribution_of_torchvision() {
    int width = 400;
    int height = 300;
    double area = 0;
    double logRatio = 0;
    int n = 20_000;
    for (int i = 0; i < n; i++) {
      Box box = RandomArea.draw(width, height, 0.08, new SplittableRandom(i * 7919L));
      assertThat(box.x()).isBetween(0, width - box.width());
      assertThat(box.y()).isBetween(0, height - box.height());
      area += (double) box.width() * box.height() / (width * height);
      logRatio += Math.log((double) box.width() / box.height());
    }
    // RandomResizedCrop.get_params' rule written in Python, 400,000 draws: 0.4330 and 0.0307.
    assertThat(area / n).isCloseTo(0.4330, within(0.006));
    assertThat(logRatio / n).isCloseTo(0.0307, within(0.005));
  }

  @Test
  void a_narrow_image_falls_back_to_its_centre() {
    Box box = RandomArea.draw(1_000, 10, 0.9, new SplittableRandom(1));
    assertThat(box).isEqualTo(new Box(493, 0, 13, 10));
    assertThat(RandomArea.draw(10, 1_000, 0.9, new SplittableRandom(1)))
        .isEqualTo(new Box(0, 493, 10, 13));
  }

  @Test
  void a_shift_moves_the_content_and_leaves_zeros() {
    Image image = Pictures.generated(6, 6);
    View plain = View.plain(image);
    var moved = new View(image, 2, -1, false, false);
    float[] before = numbers(plain);
    float[] after = numbers(moved);
    for (int c = 0; c < 3; c++) {
      for (int y = 0; y < 6; y++) {
        for (int x = 0; x < 6; x++) {
          boolean inside = x - 2 >= 0 && y + 1 < 6;
          float expected = inside ? before[(c * 6 + y + 1) * 6 + x - 2] : 0;
          assertThat(after[(c * 6 + y) * 6 + x]).isEqualTo(expected);
        }
      }
    }
  }

  @Test
  void mirrors_exchange_columns_and_rows() {
    Image image = Pictures.generated(5, 5);
    float[] before = numbers(View.plain(image));
    float[] columns = numbers(new View(image, 0, 0, true, false));
    float[] rows = numbers(new View(image, 0, 0, false, true));
    for (int c = 0; c < 3; c++) {
      for (int y = 0; y < 5; y++) {
        for (int x = 0; x < 5; x++) {
          int at = (c * 5 + y) * 5 + x;
          assertThat(columns[at]).isEqualTo(before[(c * 5 + y) * 5 + 4 - x]);
          assertThat(rows[at]).isEqualTo(before[(c * 5 + 4 - y) * 5 + x]);
        }
      }
    }
  }

  @Test
  void numbers_are_centred_and_scaled_by_channel() {
    float[] numbers = numbers(View.plain(new Image(1, 1, new byte[] {(byte) 255, 0, 51})));
    assertThat(numbers[0]).isCloseTo(2, within(1e-6f));
    assertThat(numbers[1]).isCloseTo(-1, within(1e-6f));
    assertThat(numbers[2]).isCloseTo((0.2f - 0.5f) / 0.5f, within(1e-6f));
  }

  @Test
  void flips_follow_the_data_set() {
    assertThat(mirrored(Flip.NONE)).containsExactly(0, 0);
    int[] horizontal = mirrored(Flip.HORIZONTAL);
    assertThat(horizontal[0]).isBetween(450, 550);
    assertThat(horizontal[1]).isZero();
    int[] both = mirrored(Flip.BOTH);
    assertThat(both[0]).isBetween(450, 550);
    assertThat(both[1]).isBetween(450, 550);
  }

  private static int[] mirrored(Flip flip) {
    var augmentation = new Augmentation(new Crop.Shift(2), flip, Resize.STRETCH);
    Image image = Pictures.generated(4, 4);
    var counts = new int[2];
    for (int i = 0; i < 1_000; i++) {
      View view = augmentation.vary(Picture.of(image), 4, Chance.random(5, "test", i));
      counts[0] += view.mirrorX() ? 1 : 0;
      counts[1] += view.mirrorY() ? 1 : 0;
      assertThat(view.shiftX()).isBetween(-2, 2);
      assertThat(view.shiftY()).isBetween(-2, 2);
    }
    return counts;
  }

  private static float[] numbers(View view) {
    var numbers = new float[view.square().rgb().length];
    HALF.write(view, FloatBuffer.wrap(numbers), 0);
    return numbers;
  }
}
