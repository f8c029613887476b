package io.transferstudy.operator.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MergePatchTest {
  @Test
  void whatIsTheSameIsLeftOut() {
    assertThat(
            MergePatch.between(
                Map.of("a", 1, "b", Map.of("c", 2)), Map.of("a", 1, "b", Map.of("c", 2))))
        .isEmpty();
  }

  @Test
  void whatGoesIsNull() {
    var gone = new HashMap<String, Object>();
    gone.put("message", null);
    assertThat(
            MergePatch.between(
                Map.of("phase", "Running", "message", "waits"), Map.of("phase", "Running")))
        .isEqualTo(gone);
    // likewise where the new object names the field without a value
    var named = new HashMap<String, Object>(gone);
    named.put("phase", "Running");
    assertThat(MergePatch.between(Map.of("phase", "Running", "message", "waits"), named))
        .isEqualTo(gone);
    assertThat(MergePatch.between(named, Map.of("phase", "Running"))).isEmpty();
  }

  @Test
  void objectsAreMergedAndListsReplaced() {
    assertThat(
            MergePatch.between(
                Map.of("counts", Map.of("total", 3, "failed", 0), "list", List.of(1, 2)),
                Map.of("counts", Map.of("total", 3, "failed", 1), "list", List.of(1))))
        .isEqualTo(Map.of("counts", Map.of("failed", 1), "list", List.of(1)));
  }
}
