package io.transferstudy.bench.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.transferstudy.study.grid.Dataset;
import io.transferstudy.study.grid.DatasetSource;
import io.transferstudy.study.grid.Model;
import io.transferstudy.study.grid.ModelSource;
import io.transferstudy.study.grid.Resize;
import io.transferstudy.study.grid.Setting;
import io.transferstudy.study.json.Json;
import io.transferstudy.study.protocol.Preset;
import io.transferstudy.study.work.Failure;
import io.transferstudy.study.work.Outcome;
import io.transferstudy.study.work.Stage;
import io.transferstudy.study.work.Weights;
import io.transferstudy.study.work.WorkRequest;
import io.transferstudy.study.work.WorkResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
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

  private static String job(String status, Stage stage) {
    var request =
        new WorkRequest(
            "s", "x", "x", 3, stage, 0, new WorkRequest.Folders("d", "w", "a", "d"), 1, 1);
    return """
    {%s, "spec": {"template": {"spec": {"containers": [{"args": ["--request", %s]}]}}},
     "status": %s}
    """
        .formatted(META, Json.write(Json.write(request)), status);
  }

  @Test
  void a_job() throws IOException {
    var stage = new Stage.Training(model(new ModelSource.None()), null, data("drawn"), random());
    var request = new Fact.Request("", List.of());
    assertThat(read("/registry/jobs/ns/x", job("{}", stage)))
        .contains(new Fact.OfJob(7, "u", "x", WORK, 3, false, request));
    String failed =
        """
        {"conditions": [{"type": "FailureTarget", "status": "True"},
                        {"type": "Failed", "status": "True"}]}
        """;
    assertThat(read("/registry/jobs/ns/x", job(failed, stage)))
        .contains(new Fact.OfJob(7, "u", "x", WORK, 3, true, request));
  }

  @Test
  void a_job_without_a_request_is_refused() {
    assertThatThrownBy(() -> read("/registry/jobs/ns/x", "{" + META + "}"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("has no request");
  }

  @Test
  void what_a_job_needs_of_others() throws IOException {
    Model given = model(new ModelSource.WeightsFile("v1/m1", null));
    var fixed =
        new Stage.FixedFeatures(
            given,
            new Weights.File("v1/m1", "gated"),
            data("files"),
            new Setting.FixedFeatures("s1", List.of(1.0)));
    var gate = new Stage.Gate(given);
    assertThat(request(fixed).inputs())
        .containsExactly(
            new Fact.Input("prepare/files", request(prepare()).asked(), "packed"),
            new Fact.Input("gate/m1", request(gate).asked(), "gated"));
    Dataset source = data("files").dataset();
    Model own = model(new ModelSource.Pretrained(source, random().recipe(), 1));
    var pretrain = new Stage.Pretrain(own, data("files"), random().recipe());
    assertThat(request(pretrain).inputs())
        .containsExactly(new Fact.Input("prepare/files", request(prepare()).asked(), "packed"));
    assertThat(request(tuned(own, "trained", "trained")).inputs())
        .containsExactly(new Fact.Input("pretrain/m1", request(pretrain).asked(), "trained"));
    assertThat(request(tuned(own, "trained", "others")).inputs())
        .containsExactly(new Fact.Input("pretrain/m1", request(pretrain).asked(), ""));
    assertThat(request(new Stage.Training(own, null, data("drawn"), random())).inputs()).isEmpty();
  }

  private Fact.Request request(Stage stage) throws IOException {
    return ((Fact.OfJob) read("/registry/jobs/ns/x", job("{}", stage)).orElseThrow()).request();
  }

  private static Stage tuned(Model model, String folder, String sha256) {
    return new Stage.Training(
        model,
        new Weights.Artifact("results/" + folder + "/weights.safetensors", sha256),
        data("drawn"),
        (Setting.Training) Preset.FINE_TUNED.named("s1"));
  }

  private static Stage prepare() {
    return new Stage.Prepare(data("files").dataset());
  }

  private static Setting.Training random() {
    return (Setting.Training) Preset.RANDOM_INIT.named("s1");
  }

  private static Model model(ModelSource source) {
    return new Model("m1", "mobilenet-v1", 1, 33, source, null);
  }

  private static Stage.Data data(String name) {
    boolean files = name.equals("files");
    DatasetSource source =
        files
            ? new DatasetSource.ImageFolder("v1/d1", null, DatasetSource.Pick.RANDOM)
            : new DatasetSource.Procedural("textures", 10, 10, 1);
    return new Stage.Data(
        new Dataset(name, source, Resize.WHOLE, 0.2, null), files ? "results/packed" : null);
  }

  @Test
  void a_pod_with_the_message_that_it_is_played_with() throws IOException {
    String message = played(PlayedWorker.scored());
    assertThat(Json.read(message, WorkResult.class).outcome())
        .isInstanceOf(Outcome.Success.class)
        .extracting("correct", "weightsSha256", "artifacts")
        .containsExactly(8_437, "u", "results/u");
    assertThat(pod("Succeeded", message))
        .contains(
            new Fact.OfPod(
                7, "u", "x", "job", WORK, "n", true, new Fact.Result("u", 3, 8_437, 10_000)));
  }

  @Test
  void a_pod_that_failed_as_played() throws IOException {
    String message = played(PlayedWorker.failed("BAD_WEIGHTS"));
    assertThat(Json.read(message, WorkResult.class).outcome())
        .isEqualTo(new Outcome.Failed(new Failure(Failure.Kind.BAD_WEIGHTS, "as played")));
    assertThat(pod("Failed", message))
        .contains(new Fact.OfPod(7, "u", "x", "job", WORK, "n", true, null));
  }

  @Test
  void a_prepared_data_set_has_something_to_look_at() {
    var outcome = Json.read(played(PlayedWorker.prepared()), WorkResult.class).outcome();
    assertThat(((Outcome.Success) outcome).warned()).hasSize(1);
  }

  private static String played(String outcome) {
    return PlayedWorker.message("cell/m1/d1/s1/0", outcome)
        .replace("$(POD_UID)", "u")
        .replace("$(POD_NAME)", "x")
        .replace("$(SCORE)", "0.8437")
        .replace("$(LABEL:transferstudy.io/attempt)", "3");
  }

  private Optional<Fact> pod(String phase, String message) throws IOException {
    String status =
        """
        {"phase": "%s", "containerStatuses": [{"state": {"terminated": {"message": %s}}}]}
        """
            .formatted(phase, Json.write(message));
    return read(
        "/registry/pods/ns/x",
        "{%s, \"spec\": {\"nodeName\": \"n\"}, \"status\": %s}".formatted(META, status));
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
        .contains(cell(3, false, new Fact.Result("pod", 3, 8_437, 10_000)));
    assertThat(
            read(
                "/registry/transferstudy.io/transfercells/ns/x",
                cell.replace("Succeeded", "Running")))
        .contains(cell(3, false, null));
    assertThat(
            read(
                "/registry/transferstudy.io/transfercells/ns/x",
                cell.replace("Succeeded", "Failed")))
        .contains(cell(3, true, null));
  }

  private static Fact.OfCell cell(int attempt, boolean failed, Fact.@Nullable Result result) {
    return new Fact.OfCell(7, "u", "x", new Fact.Record(WORK, attempt, failed, result));
  }

  @Test
  void a_study() throws IOException {
    String study =
        """
        {%s, "spec": {"suspend": true, "parallelism": 4,
                      "models": [{"name": "m1", "weights": {"path": "w"}},
                                 {"name": "m2", "pretrain": {"dataset": {"name": "source",
                                  "imageFolder": {"path": "source"}}}}],
                      "datasets": [{"name": "d1", "procedural": {}}, {"name": "d2"}],
                      "settings": [{"name": "s1", "preset": "fine-tuned"}]},
         "status": {"observedGeneration": 1, "state": "Running",
                    "counts": {"succeeded": 1, "failed": 1, "total": 4},
                    "gates": [{"model": "m1", "definition": "g", "phase": "Failed", "attempt": 2}],
                    "pretrained": [{"model": "m2", "definition": "p", "phase": "Succeeded",
                                    "attempt": 1, "correct": 5, "total": 9,
                                    "artifacts": "results/trained", "weightsSha256": "trained"}],
                    "prepared": [{"dataset": "d2", "definition": "d", "phase": "Running",
                                  "attempt": 3}],
                    "grid": {"models": ["m1", "m2"], "datasets": ["d1", "d2"], "settings": ["s1"],
                             "phases": "FSPP", "correct": [0, 5, 0, 0]}}}
        """
            .formatted(META);
    Fact.OfStudy fact = study(study);
    assertThat(fact.generation()).isEqualTo(2);
    assertThat(fact.suspended()).isTrue();
    assertThat(fact.parallelism()).isEqualTo(4);
    assertThat(fact.asked())
        .containsOnlyKeys(
            "m1/d1/s1",
            "m1/d2/s1",
            "m2/d1/s1",
            "m2/d2/s1", //
            "gate/m1",
            "pretrain/m2",
            "prepare/d2",
            "prepare/source");
    Fact.Status status = fact.status();
    assertThat(status.observedGeneration()).isOne();
    assertThat(status.state()).isEqualTo("Running");
    assertThat(status.failed()).isOne();
    assertThat(status.correct()).isEqualTo(Map.of("m2/d1/s1", 5));
    assertThat(status.bytes()).isBetween(500, 800);
    assertThat(fact.shared())
        .isEqualTo(
            Map.of(
                "gate/m1", record("gate/m1", "g", 2, true, null),
                "prepare/d2", record("prepare/d2", "d", 3, false, null),
                "pretrain/m2",
                    record("pretrain/m2", "p", 1, false, new Fact.Result("trained", 1, 5, 9))));
    Fact.OfStudy mixed = study(study.replace("results/trained", "results/another"));
    assertThat(mixed.shared().get("pretrain/m2").result()).isEqualTo(new Fact.Result("", 1, 5, 9));
    assertThat(study(study.replace("fine-tuned", "random-init")).asked())
        .doesNotContainKey("gate/m1")
        .containsKey("pretrain/m2");
  }

  private Fact.OfStudy study(String json) throws IOException {
    return (Fact.OfStudy)
        read("/registry/transferstudy.io/transferstudies/ns/x", json).orElseThrow();
  }

  private static Fact.Record record(
      String key, String definition, int attempt, boolean failed, Fact.@Nullable Result result) {
    return new Fact.Record(new Fact.Work("u", key, definition), attempt, failed, result);
  }

  @Test
  void what_is_gone_is_told_by_its_uid() throws IOException {
    assertThat(reader.read(6, "/registry/jobs/ns/x", null)).isEmpty();
    read("/registry/jobs/ns/x", job("{}", prepare()));
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
