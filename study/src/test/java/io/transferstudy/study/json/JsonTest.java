package io.transferstudy.study.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.transferstudy.study.Studies;
import io.transferstudy.study.plan.Action;
import io.transferstudy.study.plan.Planner;
import io.transferstudy.study.work.Failure;
import io.transferstudy.study.work.Outcome;
import io.transferstudy.study.work.WorkRequest;
import io.transferstudy.study.work.WorkResult;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonTest {
  @Test
  void requests_survive_the_way_to_the_worker() {
    var study = Studies.pretrained(9, List.of("a", "b"), "x");
    for (Action action : Planner.plan(study, Map.of(), Instant.EPOCH)) {
      var start = (Action.Start) action;
      var request =
          new WorkRequest(
              "uid",
              "tiny",
              start.work().key(),
              start.attempt(),
              start.stage(),
              start.seed(),
              new WorkRequest.Folders("/data", "/weights", "/artifacts", "/weights/downloads"),
              start.threads(),
              start.microBatchDivisor());
      assertThat(Json.read(Json.write(request), WorkRequest.class)).isEqualTo(request);
    }
  }

  @Test
  void results_survive_the_way_back() {
    var success =
        new Outcome.Success(
            "k", 3, 4, new Outcome.Chosen.L2(0.1), 0.5, 1.5, "cpu", false, "results/k", null);
    for (Outcome outcome :
        List.of(success, new Outcome.Failed(new Failure(Failure.Kind.BAD_DATA, "a.jpg")))) {
      var result = new WorkResult("uid", "pretrain/a", 2, "pod", outcome);
      assertThat(Json.read(Json.write(result), WorkResult.class)).isEqualTo(result);
    }
  }

  @Test
  void the_longest_failure_fits_into_a_termination_message() {
    var failure = new Failure(Failure.Kind.BAD_DATA, "\"\u20ac".repeat(5_000));
    String name = "n".repeat(63);
    var result =
        new WorkResult(
            "u".repeat(36),
            "cell/%s/%s/%s/%d".formatted(name, name, name, Long.MAX_VALUE),
            1_000,
            "p".repeat(36),
            new Outcome.Failed(failure));
    assertThat(Json.write(result).getBytes(StandardCharsets.UTF_8).length)
        .isLessThanOrEqualTo(WorkResult.MAX_BYTES);
  }

  @Test
  void what_is_no_json_is_said_to_be_none() {
    assertThatThrownBy(() -> Json.read("{\"attempt\":", WorkRequest.class))
        .isInstanceOf(MalformedJsonException.class)
        .hasMessageStartingWith("not a WorkRequest: ");
  }
}
