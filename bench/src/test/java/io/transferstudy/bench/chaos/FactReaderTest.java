package io.transferstudy.bench.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FactReaderTest {
  private static final Fact.Work WORK = new Fact.Work("s", "m1/d1/s1", "def");
  private static final String META =
      """
      "metadata": {"name": "x", "uid": "u", "generation": 2,
        "labels": {"transferstudy.io/study-uid": "s", "transferstudy.io/attempt": "3"},
        "annotations": {"transferstudy.io/work": "cell/m1/d1/s1/0",
                        "transferstudy.io/definition": "def"},
        "ownerReferences": [{"uid": "job"}]}
      """;

  private final FactReader reader = new FactReader();

  private Optional<Fact> read(String key, String value) throws IOException {
    return reader.read(7, key, value.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void a_job() throws IOException {
    assertThat(read("/registry/jobs/ns/x", "{" + META + "}"))
        .contains(new Fact.OfJob(7, "u", "x", WORK, 3, false));
    assertThat(
            read(
                "/registry/jobs/ns/x",
                """
                {%s, "status": {"conditions": [{"type": "FailureTarget", "status": "True"},
                                               {"type": "Failed", "status": "True"}]}}
                """
                    .formatted(META)))
        .contains(new Fact.OfJob(7, "u", "x", WORK, 3, true));
  }

  @Test
  void a_pod_with_the_message_that_it_is_played_with() throws IOException {
    String message =
        PlayedResult.message()
            .replace("$(POD_UID)", "u")
            .replace("$(SCORE)", "0.8437")
            .replace("$(LABEL:transferstudy.io/attempt)", "3");
    String status =
        """
        {"phase": "Succeeded", "containerStatuses": [{"state": {"terminated": {"message": "%s"}}}]}
        """
            .formatted(message.replace("\"", "\\\""));
    String pod = "{%s, \"spec\": {\"nodeName\": \"n\"}, \"status\": %s}".formatted(META, status);
    assertThat(read("/registry/pods/ns/x", pod))
        .contains(
            new Fact.OfPod(
                7, "u", "x", "job", WORK, "n", true, new Fact.Result("u", 3, 8_437, 10_000)));
  }

  @Test
  void a_pod_that_has_not_ended() throws IOException {
    assertThat(read("/registry/pods/ns/x", "{%s, \"spec\": {}}".formatted(META)))
        .contains(new Fact.OfPod(7, "u", "x", "job", WORK, null, false, null));
  }

  @Test
  void a_cell() throws IOException {
    String cell =
        """
        {%s, "spec": {"studyUid": "s", "model": "m1", "dataset": "d1", "setting": "s1",
                      "definition": "def"},
         "status": {"phase": "Succeeded", "attempt": 3, "artifacts": "results/pod",
                    "correct": 8437, "total": 10000}}
        """
            .formatted(META);
    assertThat(read("/registry/transferstudy.io/transfercells/ns/x", cell))
        .contains(new Fact.OfCell(7, "u", "x", WORK, 3, new Fact.Result("pod", 3, 8_437, 10_000)));
    assertThat(
            read(
                "/registry/transferstudy.io/transfercells/ns/x",
                cell.replace("Succeeded", "Running")))
        .contains(new Fact.OfCell(7, "u", "x", WORK, 3, null));
  }

  @Test
  void a_study() throws IOException {
    String study =
        """
        {%s, "spec": {"suspend": true, "parallelism": 4, "models": [{"name": "m1"}],
                      "datasets": [{"name": "d1"}, {"name": "d2"}], "settings": [{"name": "s1"}]},
         "status": {"observedGeneration": 1, "state": "Running",
                    "counts": {"succeeded": 1, "total": 2},
                    "grid": {"models": ["m1"], "datasets": ["d1", "d2"], "settings": ["s1"],
                             "correct": [5, 0]}}}
        """
            .formatted(META);
    Fact.OfStudy fact =
        (Fact.OfStudy) read("/registry/transferstudy.io/transferstudies/ns/x", study).orElseThrow();
    assertThat(fact.generation()).isEqualTo(2);
    assertThat(fact.suspended()).isTrue();
    assertThat(fact.parallelism()).isEqualTo(4);
    assertThat(fact.cells()).containsOnlyKeys("m1/d1/s1", "m1/d2/s1");
    Fact.Status status = fact.status();
    assertThat(status.observedGeneration()).isOne();
    assertThat(status.state()).isEqualTo("Running");
    assertThat(status.correct()).isEqualTo(Map.of("m1/d1/s1", 5, "m1/d2/s1", 0));
    assertThat(status.bytes()).isBetween(100, 300);
  }

  @Test
  void what_is_gone_is_told_by_its_uid() throws IOException {
    assertThat(reader.read(6, "/registry/jobs/ns/x", null)).isEmpty();
    read("/registry/jobs/ns/x", "{" + META + "}");
    assertThat(reader.read(8, "/registry/jobs/ns/x", null)).contains(new Fact.Gone(8, "u"));
  }

  @Test
  void what_is_not_judged_is_left_out() throws IOException {
    assertThat(read("/registry/leases/ns/x", "{" + META + "}")).isEmpty();
    assertThat(read("/registry/jobs/ns/x", "{\"metadata\": {\"name\": \"x\"}}")).isEmpty();
  }

  @Test
  void protobuf_is_refused() {
    assertThatThrownBy(() -> read("/registry/jobs/ns/x", "k8s\0"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("storage-media-type");
  }
}
