package io.transferstudy.study.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.transferstudy.study.Studies;
import io.transferstudy.study.findings.Score;
import io.transferstudy.study.grid.Dataset;
import io.transferstudy.study.grid.DatasetSource.Procedural;
import io.transferstudy.study.grid.Metric;
import io.transferstudy.study.grid.Resize;
import io.transferstudy.study.plan.Action;
import io.transferstudy.study.plan.Planner;
import io.transferstudy.study.work.Failure;
import io.transferstudy.study.work.MetricScore;
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
    var scored =
        new Outcome.Success(
            "k",
            3,
            4,
            null,
            null,
            1.5,
            "cpu",
            false,
            "results/k",
            null,
            new MetricScore(Metric.MEAN_PER_CLASS, 0.7, 0.1, 0.5, 0.8),
            null);
    for (Outcome outcome :
        List.of(success, scored, new Outcome.Failed(new Failure(Failure.Kind.BAD_DATA, "a.jpg")))) {
      var result = new WorkResult("uid", "pretrain/a", 2, "pod", outcome);
      assertThat(Json.read(Json.write(result), WorkResult.class)).isEqualTo(result);
    }
  }

  /** A record of a version that knew top-1 only, and that a record of top-1 is still the same. */
  @Test
  void a_result_without_a_metric_is_one_of_top_1() {
    String written =
        "{\"type\":\"success\",\"resultKey\":\"k\",\"correct\":3,\"total\":4,\"seconds\":1.5,"
            + "\"device\":\"cpu\",\"reused\":false,\"artifacts\":\"results/k\"}";
    var read = (Outcome.Success) Json.read(written, Outcome.class);
    assertThat(Score.of(read)).isEqualTo(Score.top1(3, 4));
    assertThat(Json.write(read)).isEqualTo(written);
    var dataset = new Dataset("d", new Procedural("textures", 8, 4, 1), Resize.WHOLE, 0.2, null);
    assertThat(Json.write(dataset)).doesNotContain("metric");
    var top1 = new Dataset("d", dataset.source(), Resize.WHOLE, 0.2, null, Metric.TOP_1);
    assertThat(top1).isEqualTo(dataset);
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
