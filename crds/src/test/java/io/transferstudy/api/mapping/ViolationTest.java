package io.transferstudy.api.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ViolationTest {
  @Test
  void textOfTheManifestCannotForgeALine() {
    var violation =
        new Violation("spec.a\nb", "got 'x\r\nspec: is fine\u2028\u202e\u001b[2J\ud83d'");

    assertThat(violation)
        .hasToString(
            "spec.a\\u000ab: got 'x\\u000d\\u000aspec: is fine\\u2028\\u202e\\u001b[2J\\ud83d'");
  }

  @Test
  void aLineIsBounded() {
    String grin = "\ud83d\ude00";
    var violation = new Violation("p".repeat(5_000), grin.repeat(5_000));

    assertThat(violation.path()).hasSize(201).endsWith("p…");
    assertThat(violation.message()).isEqualTo(grin.repeat(1_000) + "…");
  }
}
