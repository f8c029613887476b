package io.transferstudy.operator.study;

import static org.assertj.core.api.Assertions.assertThat;

import io.transferstudy.api.mapping.Violation;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RefusalTextTest {
  @Test
  void aLineForEach() {
    assertThat(RefusalText.of(List.of(new Violation("a", "is b"), new Violation("c", "is d"))))
        .isEqualTo("a: is b\nc: is d");
  }

  @Test
  void whatThereIsNoRoomForIsCounted() {
    List<Violation> violations =
        IntStream.range(0, 500).mapToObj(i -> new Violation("spec", "x".repeat(700))).toList();

    String text = RefusalText.of(violations);

    assertThat(text.lines()).hasSize(10);
    assertThat(text).hasSizeLessThan(8_000).endsWith("\nand 491 more");
  }
}
