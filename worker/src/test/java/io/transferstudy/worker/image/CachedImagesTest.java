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
    List<LabelledImage> cached = CachedImages.of(examples, 53);
    for (int epoch = 0; epoch < 3; epoch++) {
      for (int i = 0; i < 3; i++) {
        assertThat(cached.get(i).label()).isEqualTo(i);
        assertThat(cached.get(i).image().rgb()).isEqualTo(Pictures.generated(4 + i, 2).rgb());
      }
    }
    assertThat(decoded).containsExactly(0, 1, 2, 1, 2, 1, 2);
  }
}
