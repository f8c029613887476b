package io.transferstudy.worker.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CachedImagesTest {
  /** Notes every time that it is decoded. */
  private record Noted(int label, List<Integer> decoded) implements LabelledImage {
    @Override
    public Image image() {
      decoded.add(label);
      return Pictures.generated(4 + label, 2);
    }
  }

  @Test
  void images_are_kept_while_there_is_room() {
    var decoded = new ArrayList<Integer>();
    var examples = List.of(new Noted(0, decoded), new Noted(1, decoded), new Noted(2, decoded));
    // 24, 30 and 36 bytes: the second does not fit beside the first and the third beside neither.
    List<LabelledImage> cached = CachedImages.of(examples, 8, 53);
    for (int epoch = 0; epoch < 3; epoch++) {
      for (int i = 0; i < 3; i++) {
        assertThat(cached.get(i).label()).isEqualTo(i);
        assertThat(cached.get(i).image().rgb()).isEqualTo(Pictures.generated(4 + i, 2).rgb());
      }
    }
    assertThat(decoded).containsExactly(0, 1, 2, 1, 2, 1, 2);
  }

  /** A file of 20 x 20 pixels that can be decoded at half its size. */
  private record Reducible(List<Reduction> decoded) implements LabelledImage {
    @Override
    public int label() {
      return 0;
    }

    @Override
    public Image image() {
      return picture().decode(Reduction.NONE).image();
    }

    @Override
    public Picture picture() {
      return new Picture() {
        @Override
        public int width() {
          return 20;
        }

        @Override
        public int height() {
          return 20;
        }

        @Override
        public Decoded decode(Reduction reduction) {
          decoded.add(reduction);
          int side = reduction.of(20);
          return new Decoded(Pictures.generated(side, side), reduction);
        }

        @Override
        public boolean reducible() {
          return true;
        }
      };
    }
  }

  @Test
  void what_may_be_decoded_smaller_is_not_kept() {
    var decoded = new ArrayList<Reduction>();
    for (int size : new int[] {3, 4}) {
      LabelledImage cached =
          CachedImages.of(List.of(new Reducible(decoded)), size, 10_000).getFirst();
      for (int epoch = 0; epoch < 2; epoch++) {
        Box all = Box.size(20, 20);
        Resampler.resize(cached.picture(), all, size, size, Box.size(size, size), Filter.BILINEAR);
      }
    }
    assertThat(decoded).containsExactly(Reduction.HALF, Reduction.HALF, Reduction.NONE);
  }
}
