package io.transferstudy.operator.study;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.utils.Serialization;
import io.transferstudy.api.v1alpha1.TransferStudy;
import io.transferstudy.study.grid.CellId;
import io.transferstudy.study.work.WorkId;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RestedTest {
  private static final WorkId CELL = new WorkId.OfCell(new CellId("m", "d", "s", 1));
  private static final WorkId GATE = new WorkId.Gate("m");
  private static final WorkId PRETRAIN = new WorkId.Pretrain("p");

  private static TransferStudy study(String status) {
    return study(status, "Complete");
  }

  private static TransferStudy study(String status, String state) {
    return Serialization.unmarshal(
        """
        apiVersion: transferstudy.io/v1alpha1
        kind: TransferStudy
        metadata: {name: s, generation: 2}
        status: {observedGeneration: 2, state: %s, %s}
        """
            .formatted(state, status),
        TransferStudy.class);
  }

  private static String counts(int succeeded, int failed) {
    return "counts: {total: %d, pending: 0, running: 0, succeeded: %d, failed: %d}"
        .formatted(succeeded + failed, succeeded, failed);
  }

  @Test
  void a_study_of_cells_alone_rests_when_it_is_complete() {
    assertThat(Rested.is(study(counts(1, 0)), Set.of(CELL))).isTrue();
    assertThat(Rested.is(study(counts(0, 1)), Set.of(CELL))).isTrue();
  }

  @Test
  void a_study_that_runs_or_was_edited_does_not_rest() {
    TransferStudy edited = study(counts(1, 0));
    edited.getMetadata().setGeneration(3L);
    assertThat(Rested.is(edited, Set.of(CELL))).isFalse();
    TransferStudy running = study(counts(1, 0), "Running");
    assertThat(Rested.is(running, Set.of(CELL))).isFalse();
  }

  @Test
  void shared_work_that_is_tried_again_keeps_it_awake() {
    String pretrained = ", pretrained: [{model: p, attempt: 1, phase: %s}]";
    for (String phase : new String[] {"Pending", "Running"}) {
      var study = study(counts(0, 1) + pretrained.formatted(phase));
      assertThat(Rested.is(study, Set.of(CELL, PRETRAIN))).as(phase).isFalse();
    }
    for (String phase : new String[] {"Succeeded", "Failed"}) {
      var study = study(counts(0, 1) + pretrained.formatted(phase));
      assertThat(Rested.is(study, Set.of(CELL, PRETRAIN))).as(phase).isTrue();
    }
  }

  @Test
  void shared_work_that_has_not_begun_keeps_it_awake_where_somebody_may_ask_for_it() {
    assertThat(Rested.is(study(counts(0, 1)), Set.of(CELL, GATE))).isFalse();
    assertThat(Rested.is(study(counts(1, 0)), Set.of(CELL, GATE))).as("no cell asks").isTrue();
    assertThat(Rested.is(study(counts(1, 0)), Set.of(CELL, PRETRAIN))).isFalse();
  }
}
