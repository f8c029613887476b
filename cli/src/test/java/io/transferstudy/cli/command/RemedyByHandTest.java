package io.transferstudy.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.transferstudy.study.work.Failure;
import org.junit.jupiter.api.Test;

class RemedyByHandTest {
  @Test
  void nothingIsSaidToBeTriedAgainThatIsNot() {
    for (Failure.Kind kind : Failure.Kind.values()) {
      assertThat(RemedyByHand.of(kind)).as(kind.name()).doesNotStartWith("none");
    }
    assertThat(RemedyByHand.of(Failure.Kind.BAD_DATA)).isEqualTo(Failure.Kind.BAD_DATA.remedy());
    assertThat(RemedyByHand.of(Failure.Kind.TRANSIENT_IO)).endsWith("give the same command again");
  }
}
