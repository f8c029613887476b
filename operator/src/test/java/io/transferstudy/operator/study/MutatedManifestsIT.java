package io.transferstudy.operator.study;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.transferstudy.api.v1alpha1.StudyCondition;
import io.transferstudy.api.v1alpha1.TransferCell;
import io.transferstudy.api.v1alpha1.TransferStudy;
import io.transferstudy.api.v1alpha1.TransferStudyStatus;
import io.transferstudy.operator.StudyOperator;
import io.transferstudy.operator.kube.ApiServer;
import io.transferstudy.operator.kube.Configs;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Mutants of manifests against a real API server: each is refused with a message or planned, no
 * look at one ever fails, and what is refused is left alone. {@code -Dmutations=1000} makes more of
 * them, {@code -Dmutations.seed} others.
 */
class MutatedManifestsIT {
  private static final int MUTATIONS = Integer.getInteger("mutations", 100);
  private static final long SEED = Long.getLong("mutations.seed", 1);
  private static final int BATCH = 50;
  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final Duration QUIET = Duration.ofSeconds(4);
  private static final Pattern LINE =
      Pattern.compile("(spec|metadata)[^ ]*( [^:]*)?: .+|and \\d+ more");
  private static final ObjectMapper JSON = new ObjectMapper();

  private KubernetesClient client;
  private String namespace;
  private StudyOperator operator;
  private int refusedByServer;
  private int refusedByOperator;
  private int planned;
  private int cells;
  private int jobs;

  @BeforeEach
  void start() throws Exception {
    client = ApiServer.client();
    namespace = ApiServer.namespace(client);
    operator =
        new StudyOperator(
            ApiServer.client(),
            Configs.watching(
                namespace,
                "STORAGE_ACCESS_MODE",
                "ReadWriteMany",
                "PARALLELISM",
                "2",
                "ALLOWED_IMAGES",
                "registry/team/*",
                "ALLOWED_PRIORITY_CLASSES",
                "low"),
            Clock.systemUTC());
    operator.start();
    for (String claim : List.of("images", "weights", "results")) {
      client.resource(TestClaims.claim(namespace, claim, "ReadWriteMany")).create();
    }
  }

  @AfterEach
  void stop() {
    if (operator != null) {
      operator.close();
    }
    if (client != null) {
      client.close();
    }
  }

  @Test
  void eachIsRefusedWithAMessageOrPlanned() throws Exception {
    System.out.printf("-Dmutations=%d -Dmutations.seed=%d%n", MUTATIONS, SEED);
    List<JsonNode> manifests = manifests();
    var random = new SplittableRandom(SEED);
    var mutation = new Mutation(random, manifests);
    for (int first = 0; first < MUTATIONS; first += BATCH) {
      Map<String, JsonNode> stored = new HashMap<>();
      for (int i = first; i < Math.min(MUTATIONS, first + BATCH); i++) {
        JsonNode manifest = manifests.get(random.nextInt(manifests.size())).deepCopy();
        ((ObjectNode) manifest.get("metadata")).put("name", "mutant-" + i);
        JsonNode mutant = mutation.mutant(manifest);
        create(mutant, random.nextInt(4) == 0).ifPresent(name -> stored.put(name, mutant));
      }
      for (var study : stored.entrySet()) {
        judge(study.getKey(), study.getValue());
      }
      nothingGoesOn();
      clear();
    }
    assertThat(looks("failure")).as("looks that failed").isZero();
    aValidStudyIsPlannedAfterAllThat(manifests.getFirst());
    System.out.printf(
        "%d mutants: %d refused by the API server, %d by the operator, %d planned with %d cells and"
            + " %d Jobs; %.0f looks, none failed%n",
        MUTATIONS, refusedByServer, refusedByOperator, planned, cells, jobs, looks("success"));
    assertThat(refusedByServer + refusedByOperator + planned).isEqualTo(MUTATIONS);
    assertThat(List.of(refusedByServer, refusedByOperator, planned)).doesNotContain(0);
  }

  /** The examples with fewer models and a claim to read from, and a manifest with every field. */
  private List<JsonNode> manifests() throws IOException {
    var manifests = new ArrayList<JsonNode>();
    try (Stream<Path> files = Files.list(Path.of("").toAbsolutePath().resolveSibling("examples"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".yaml")).sorted().toList()) {
        manifests.add(tree(Files.readString(file)));
      }
    }
    try (InputStream in =
        MutatedManifestsIT.class.getResourceAsStream("/mutants/everything.yaml")) {
      manifests.add(tree(new String(in.readAllBytes(), StandardCharsets.UTF_8)));
    }
    manifests.add(manifests.getLast().deepCopy()); // it has the most that can go wrong
    JsonNode storage = manifests.getLast().path("spec").path("storage");
    for (JsonNode manifest : manifests) {
      var spec = (ObjectNode) manifest.get("spec");
      spec.set("storage", storage.deepCopy());
      for (String axis : List.of("models", "datasets")) {
        var list = (ArrayNode) spec.get(axis);
        while (list.size() > 3) {
          list.remove(list.size() - 1);
        }
      }
    }
    return manifests;
  }

  private JsonNode tree(String yaml) {
    return JSON.valueToTree(client.getKubernetesSerialization().unmarshal(yaml, Map.class));
  }

  /** Creates the mutant; its name if the API server takes it. */
  private Optional<String> create(JsonNode mutant, boolean strict) throws IOException {
    try {
      String made =
          client.raw(
              "/apis/transferstudy.io/v1alpha1/namespaces/"
                  + namespace
                  + "/transferstudies?fieldValidation="
                  + (strict ? "Strict" : "Ignore"),
              "POST",
              JSON.writeValueAsString(mutant));
      return Optional.of(JSON.readTree(made).path("metadata").path("name").asText());
    } catch (KubernetesClientException e) {
      assertThat(e.getCode()).as(mutant + ": " + e).isBetween(400, 499);
      assertThat(e.getStatus().getMessage()).as(mutant.toString()).isNotBlank();
      refusedByServer++;
      return Optional.empty();
    }
  }

  private void judge(String name, JsonNode mutant) throws Exception {
    TransferStudyStatus status = settled(name, mutant);
    StudyCondition accepted = condition(status, "Accepted");
    assertThat(accepted.message()).as(mutant.toString()).isNotBlank();
    if (accepted.status().equals("True")) {
      planned++;
      assertThat(condition(status, "Progressing").reason())
          .as(mutant + ": " + condition(status, "Progressing").message())
          .isNotEqualTo("CannotStart");
      return;
    }
    refusedByOperator++;
    assertThat(accepted.message().length()).isLessThanOrEqualTo(8_000);
    assertThat(accepted.message().lines())
        .as(mutant.toString())
        .allMatch(line -> LINE.matcher(line).matches())
        .noneMatch(line -> line.chars().anyMatch(Character::isISOControl));
  }

  /** Waits until the study is refused, or has all its cells and those Jobs that it may start. */
  private TransferStudyStatus settled(String name, JsonNode mutant) throws Exception {
    Instant end = Instant.now().plus(PATIENCE);
    TransferStudyStatus status = null;
    while (Instant.now().isBefore(end)) {
      TransferStudy study =
          client.resources(TransferStudy.class).inNamespace(namespace).withName(name).get();
      status = study.getStatus();
      if (status != null
          && status.conditions() != null
          && (condition(status, "Accepted").status().equals("False")
              || cellsOf(name) == status.counts().total())) {
        return status;
      }
      Thread.sleep(50);
    }
    throw new AssertionError("neither refused nor planned: " + mutant + "; " + status);
  }

  private int cellsOf(String study) {
    return client
        .resources(TransferCell.class)
        .inNamespace(namespace)
        .withLabel(TransferCell.STUDY_LABEL, study)
        .list()
        .getItems()
        .size();
  }

  private static StudyCondition condition(TransferStudyStatus status, String type) {
    return status.conditions().stream()
        .filter(c -> c.type().equals(type))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no condition " + type + " in " + status));
  }

  /**
   * What is settled is left alone: nothing is written, and a study is looked at again only because
   * a Job of it waits for its pod.
   */
  private void nothingGoesOn() throws Exception {
    Map<String, String> before = versions();
    Instant end = Instant.now().plus(PATIENCE);
    while (true) {
      Thread.sleep(QUIET);
      Map<String, String> now = versions();
      if (now.equals(before)) {
        break;
      }
      assertThat(Instant.now()).as("writes go on: " + changed(before, now)).isBefore(end);
      before = now;
    }
    long waiting = client.batch().v1().jobs().inNamespace(namespace).list().getItems().size();
    double looks = looks("success");
    Thread.sleep(QUIET);
    assertThat(versions()).isEqualTo(before);
    assertThat(looks("success") - looks)
        .as("looks in %s with %s Jobs that wait", QUIET, waiting)
        .isLessThanOrEqualTo(waiting);
  }

  private static List<String> changed(Map<String, String> before, Map<String, String> now) {
    return now.keySet().stream().filter(key -> !now.get(key).equals(before.get(key))).toList();
  }

  private Map<String, String> versions() {
    var versions = new HashMap<String, String>();
    Stream.of(
            client.resources(TransferStudy.class).inNamespace(namespace).list().getItems(),
            client.resources(TransferCell.class).inNamespace(namespace).list().getItems(),
            client.batch().v1().jobs().inNamespace(namespace).list().getItems())
        .flatMap(List::stream)
        .map(HasMetadata::getMetadata)
        .forEach(meta -> versions.put(meta.getUid(), meta.getResourceVersion()));
    return versions;
  }

  private void clear() throws Exception {
    cells += client.resources(TransferCell.class).inNamespace(namespace).list().getItems().size();
    jobs += client.batch().v1().jobs().inNamespace(namespace).list().getItems().size();
    var studies = client.resources(TransferStudy.class).inNamespace(namespace);
    studies.delete();
    Thread.sleep(500); // so that no look finds its study without its cells
    client.resources(TransferCell.class).inNamespace(namespace).delete();
    client.batch().v1().jobs().inNamespace(namespace).withGracePeriod(0).delete();
  }

  private void aValidStudyIsPlannedAfterAllThat(JsonNode manifest) throws Exception {
    ((ObjectNode) manifest.get("metadata")).put("name", "afterwards");
    assertThat(create(manifest, true)).contains("afterwards");
    assertThat(condition(settled("afterwards", manifest), "Accepted").status()).isEqualTo("True");
    assertThat(get("/health/live").statusCode()).isEqualTo(200);
  }

  private double looks(String outcome) throws Exception {
    return get("/metrics")
        .body()
        .lines()
        .filter(line ->
            line.startsWith("transferstudy_reconcile_seconds_count{outcome=\"" + outcome + "\"}"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sum();
  }

  private HttpResponse<String> get(String path) throws Exception {
    try (var http = HttpClient.newHttpClient()) {
      return http.send(
          HttpRequest.newBuilder(URI.create("http://localhost:" + operator.httpPort() + path))
              .build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }
}
