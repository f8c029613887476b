package io.transferstudy.operator.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ConditionsTest {
  /** Half of a character would read back as another one, and be written again for ever. */
  @Test
  void aLongMessageIsCutBetweenCharacters() {
    String message = "x" + "\uD83D\uDE00".repeat(5_000);

    String cut =
        new Conditions(null, 1, Instant.EPOCH)
            .with("Accepted", false, "Invalid", message)
            .list()
            .getFirst()
            .message();

    assertThat(cut).hasSizeBetween(7_000, 8_001).endsWith("…");
    assertThat(new String(cut.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
        .isEqualTo(cut);
  }
}
