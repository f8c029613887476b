package io.transferstudy.operator.study;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.transferstudy.api.v1alpha1.StudyCondition;
import io.transferstudy.api.v1alpha1.TransferCell;
import io.transferstudy.api.v1alpha1.TransferStudy;
import io.transferstudy.api.v1alpha1.TransferStudyStatus;
import io.transferstudy.operator.StudyOperator;
import io.transferstudy.operator.config.OperatorConfig;
import io.transferstudy.operator.kube.ApiServer;
import io.transferstudy.operator.kube.Await;
import io.transferstudy.operator.kube.Configs;
import io.transferstudy.operator.kube.PlayedCluster;
import io.transferstudy.study.work.Failure;
import io.transferstudy.study.work.Outcome;
import io.transferstudy.study.work.Stage;
import io.transferstudy.study.work.WorkRequest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * An operator on a real API server, in a namespace of its own; everything else of a cluster is
 * played.
 */
abstract class StudyScene {
  static final Duration PATIENCE = Duration.ofSeconds(60);

  KubernetesClient client;
  String namespace;
  PlayedCluster cluster;
  StudyOperator operator;

  @BeforeEach
  void start() throws Exception {
    client = ApiServer.client();
    namespace = ApiServer.namespace(client);
    cluster = new PlayedCluster(client, namespace);
    startOperator();
  }

  void startOperator() throws Exception {
    operator = new StudyOperator(ApiServer.client(), config(), Clock.systemUTC());
    operator.start();
  }

  OperatorConfig config() {
    return Configs.watching(namespace, "LEADER_ELECTION", "true");
  }

  @AfterEach
  void stop() throws Exception {
    if (operator != null) {
      operator.close();
    }
    if (cluster != null) {
      cluster.close();
      client.close();
    }
  }

  static Optional<Outcome> succeed(WorkRequest request) {
    int correct =
        switch (request.stage() instanceof Stage.OfModel stage ? stage.model().name() : "") {
          case "a" -> 10;
          case "b" -> 12;
          default -> 14;
        };
    boolean ofModel =
        request.stage() instanceof Stage.Pretrain
            || request.stage() instanceof Stage.Gate
            || request.stage() instanceof Stage.Prepare;
    return Optional.of(
        new Outcome.Success(
            "0".repeat(64),
            correct,
            20,
            request.stage() instanceof Stage.Training
                ? new Outcome.Chosen.Point(0.1, 0)
                : request.stage() instanceof Stage.FixedFeatures
                    ? new Outcome.Chosen.L2(0.01)
                    : null,
            ofModel ? null : 0.5,
            1,
            "cpu",
            false,
            "results/" + request.work(),
            ofModel ? "1".repeat(64) : null));
  }

  static Optional<Outcome> failed(Failure.Kind kind, String message) {
    return Optional.of(new Outcome.Failed(new Failure(kind, message)));
  }

  /** Three models pretrained here, one data set, three settings. */
  static String study(String more) {
    return """
    models:
      - {name: a, architecture: resnet-8, pretrain: {dataset: {name: s, procedural: {task: source}}}}
      - {name: b, architecture: resnet-8, pretrain: {dataset: {name: s, procedural: {task: source}}}}
      - {name: c, architecture: resnet-8, pretrain: {dataset: {name: s, procedural: {task: source}}}}
    datasets: [{name: x, procedural: {task: textures}}]
    settings:
      - {name: fixed-features}
      - {name: fine-tuned, training: {steps: 5}}
      - {name: random-init, training: {steps: 7}}
    seeds: [1]
    """
        + more;
  }

  static String manifest(String name, String spec) {
    return "apiVersion: transferstudy.io/v1alpha1\nkind: TransferStudy\nmetadata: {name: "
        + name
        + "}\nspec:\n"
        + spec.indent(2);
  }

  void apply(String name, String spec) {
    var wanted =
        client.getKubernetesSerialization().unmarshal(manifest(name, spec), TransferStudy.class);
    wanted.getMetadata().setNamespace(namespace);
    var existing = client.resource(wanted).get();
    if (existing == null) {
      client.resource(wanted).create();
    } else {
      client
          .resources(TransferStudy.class)
          .inNamespace(namespace)
          .withName(name)
          .edit(study -> {
            study.setSpec(wanted.getSpec());
            return study;
          });
    }
  }

  TransferStudyStatus await(String name, Predicate<TransferStudyStatus> wanted) {
    return Await.value(
        PATIENCE,
        () -> status(name) + "; begun " + cluster.begun().stream().map(WorkRequest::work).toList(),
        () -> status(name).filter(wanted));
  }

  private Optional<TransferStudyStatus> status(String name) {
    return Optional.ofNullable(
        client
            .resources(TransferStudy.class)
            .inNamespace(namespace)
            .withName(name)
            .get()
            .getStatus());
  }

  static void until(Await.Check check, String what) {
    Await.until(PATIENCE, () -> what, check);
  }

  static Predicate<TransferStudyStatus> complete() {
    return status -> "Complete".equals(status.state());
  }

  static String condition(TransferStudyStatus status, String type) {
    return find(status, type, c -> c.status() + " " + c.reason());
  }

  static String message(TransferStudyStatus status, String type) {
    return find(status, type, StudyCondition::message);
  }

  static String find(
      TransferStudyStatus status, String type, Function<StudyCondition, String> part) {
    return status.conditions().stream()
        .filter(c -> c.type().equals(type))
        .map(part)
        .findFirst()
        .orElse("absent");
  }

  List<TransferCell> cells(String study) {
    return client
        .resources(TransferCell.class)
        .inNamespace(namespace)
        .withLabel(TransferCell.STUDY_LABEL, study)
        .list()
        .getItems();
  }

  static String id(TransferCell cell) {
    var spec = cell.getSpec();
    return spec.model() + "/" + spec.dataset() + "/" + spec.setting() + "/" + spec.seed();
  }

  TransferCell cell(String study, String id) {
    return cells(study).stream().filter(cell -> id(cell).equals(id)).findFirst().orElseThrow();
  }

  Map<String, String> uids(String study) {
    return cells(study).stream()
        .collect(Collectors.toMap(StudyScene::id, cell -> cell.getMetadata().getUid()));
  }

  static Map<String, String> versions(List<? extends HasMetadata> objects) {
    return objects.stream()
        .collect(
            Collectors.toMap(
                o -> o.getMetadata().getName(), o -> o.getMetadata().getResourceVersion()));
  }

  String version(String study) {
    return client
        .resources(TransferStudy.class)
        .inNamespace(namespace)
        .withName(study)
        .get()
        .getMetadata()
        .getResourceVersion();
  }

  String scrape() throws Exception {
    return get("/metrics").body();
  }

  HttpResponse<String> get(String path) throws Exception {
    try (var http = HttpClient.newHttpClient()) {
      return http.send(
          HttpRequest.newBuilder(URI.create("http://localhost:" + operator.httpPort() + path))
              .build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }

  Map<String, String> events() {
    return client.v1().events().inNamespace(namespace).list().getItems().stream()
        .collect(
            Collectors.toMap(
                event ->
                    "%s %s %s"
                        .formatted(
                            event.getInvolvedObject().getName(),
                            event.getType(),
                            event.getReason()),
                event -> event.getMessage(),
                (one, other) -> one));
  }
}
