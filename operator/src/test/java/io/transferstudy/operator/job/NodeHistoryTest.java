package io.transferstudy.operator.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.transferstudy.study.work.Failure.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class NodeHistoryTest {
  @Test
  void aNodeThatFailedTwiceIsAvoided() {
    List<String> once = NodeHistory.after(List.of(), Kind.INTERNAL, "n1");
    List<String> other = NodeHistory.after(once, Kind.TRANSIENT_IO, "n2");
    List<String> twice = NodeHistory.after(other, Kind.DISRUPTED, "n1");

    assertThat(NodeHistory.avoided(once)).isEmpty();
    assertThat(NodeHistory.avoided(other)).isEmpty();
    assertThat(NodeHistory.avoided(twice)).containsExactly("n1");
  }

  @Test
  void onlyTheLastFailuresAreKept() {
    List<String> nodes = List.of();
    for (String node : List.of("n1", "n1", "n2", "n2", "n3", "n4")) {
      nodes = NodeHistory.after(nodes, Kind.INTERNAL, node);
    }

    assertThat(nodes).containsExactly("n2", "n2", "n3", "n4");
    assertThat(NodeHistory.avoided(nodes)).containsExactly("n2");
  }

  @ParameterizedTest
  @EnumSource(
      mode = Mode.INCLUDE,
      names = {
        "INVALID_REQUEST",
        "BAD_DATA",
        "BAD_WEIGHTS",
        "DIVERGED",
        "OUT_OF_MEMORY",
        "INTERRUPTED"
      })
  void whatIsTheWorksOwnDoingSpeaksAgainstNoNode(Kind kind) {
    assertThat(NodeHistory.after(List.of("n1"), kind, "n1")).containsExactly("n1");
  }

  @Test
  void aPodThatNeverGotANodeSpeaksAgainstNone() {
    assertThat(NodeHistory.after(List.of(), Kind.INTERNAL, null)).isEmpty();
    assertThat(NodeHistory.after(List.of(), Kind.INTERNAL, "")).isEmpty();
  }
}
