package io.transferstudy.operator.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import io.transferstudy.api.v1alpha1.ModelStatus;
import io.transferstudy.api.v1alpha1.TransferStudyStatus;
import io.transferstudy.operator.kube.Await;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * Manifests run to the end on a cluster: the operator installed by its chart, workers as pods,
 * meters in Prometheus; and give the scores that the same manifests give on this machine.
 *
 * <p>The property {@code local.quickstart} names the folder of a finished local run of {@code
 * examples/quickstart.yaml}, so that it need not run again.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class StudyE2E {
  private static final Duration LONGEST = Duration.ofMinutes(20);
  private static final Duration SOON = Duration.ofMinutes(3);
  private static final double TOLERANCE = 1e-6;
  private static final int ABOUT_HALF = 20; // cells
  private static final Path QUICKSTART = Shell.ROOT.resolve("examples/quickstart.yaml");
  private static final Path SMALL =
      Shell.ROOT.resolve("operator/src/test/resources/e2e/small.yaml");
  private static final Path GATES =
      Shell.ROOT.resolve("operator/src/test/resources/e2e/gates.yaml");
  private static final Path IMAGES = Lab.shared().resolve("data/caltech-101/101_ObjectCategories");
  private static final Path WEIGHTS =
      Lab.shared().resolve("reference/weights/mobilenet_v1_0.25_128.safetensors");

  private Lab lab;
  private Operator operator;
  private Prometheus prometheus;

  @BeforeAll
  void install() throws Exception {
    Lab.obstacle().ifPresent(StudyE2E::skip);
    lab = Lab.start();
    operator = Operator.install(lab);
    prometheus = Prometheus.start(lab);
    prometheus.scrape(operator.address());
  }

  @AfterAll
  void remove() throws Exception {
    if (prometheus != null) {
      prometheus.close();
    }
    if (lab != null) {
      lab.close();
    }
  }

  /** Maven's output does not say why a test was skipped, so this does. */
  private static void skip(String why) {
    if (Boolean.getBoolean("kube.required")) {
      fail(why);
    }
    System.out.println("StudyE2E skipped: " + why);
    abort(why);
  }

  private String namespace(String name) {
    lab.kubectl("create", "namespace", name);
    lab.kubectl("label", "namespace", name, "pod-security.kubernetes.io/enforce=restricted");
    return name;
  }

  @Test
  @Order(1)
  void smallStudySurvivesTheLossOfOperatorAndWorker() throws Exception {
    for (Path needed : List.of(IMAGES, WEIGHTS)) {
      if (!Files.exists(needed)) {
        skip("no " + needed + ": set -Dshared.dir=FOLDER to the reference data");
      }
    }
    Scores local =
        Scores.local(
            SMALL,
            lab.folder("local").resolve("small"),
            "--data=" + Lab.shared().resolve("data"),
            "--weights=" + WEIGHTS.getParent());
    String namespace = namespace("small");
    lab.volume(namespace, "transfer-study-artifacts");
    lab.volumeWith(namespace, "images", IMAGES, "caltech-101/101_ObjectCategories");
    lab.volumeWith(namespace, "weights", WEIGHTS, WEIGHTS.getFileName().toString());

    try (var history = new JobHistory(lab.client(), namespace)) {
      ClusterStudy study = ClusterStudy.apply(lab, namespace, SMALL);
      String interrupted = study.deleteTrainingWorker(SOON);
      operator.kill();
      study.awaitSucceeded(1, SOON);
      operator.kill();
      prometheus.scrape(operator.address());
      study.awaitComplete(LONGEST);

      assertThat(history.jobsOf(interrupted)).as("Jobs of %s", interrupted).isEqualTo(2);
      assertThat(history.madeAfterSuccess()).as("%s", history.events()).isEmpty();
      assertSame(local, study);
      assertThat(study.awaitEnd(SOON).prepared())
          .singleElement()
          .satisfies(prepared -> {
            assertThat(prepared.phase()).isEqualTo("Succeeded");
            assertThat(prepared.images()).isPositive().isEqualTo(prepared.found());
          });
    }
  }

  @Test
  @Order(2)
  void quickstartWithItsOperatorKilledGivesTheScoresOfALocalRun() throws Exception {
    String finished = System.getProperty("local.quickstart", "");
    Scores local =
        finished.isBlank()
            ? Scores.local(QUICKSTART, lab.folder("local").resolve("quickstart"))
            : Scores.of(Path.of(finished));
    String namespace = namespace("quickstart");
    lab.volume(namespace, "transfer-study-artifacts");

    try (var history = new JobHistory(lab.client(), namespace)) {
      ClusterStudy study = ClusterStudy.apply(lab, namespace, QUICKSTART);
      study.awaitSucceeded(ABOUT_HALF, LONGEST);
      operator.killProcess();
      int done = Scores.of(study.cells()).byCell().size();
      prometheus.scrape(operator.address());
      study.awaitComplete(LONGEST);

      assertThat(done)
          .as("cells done when the operator was killed")
          .isLessThan(local.byCell().size());
      assertThat(history.madeAfterSuccess()).as("%s", history.events()).isEmpty();
      assertSame(local, study);
      System.out.printf(
          "operator killed at %d of %d cells; %d Jobs in all, none after a success%n",
          done, local.byCell().size(), history.made());
      System.out.println(lab.kubectl("get", "tstudy,tcell", "-n", namespace));
      for (String query : Dashboard.queries(namespace, study.name())) {
        List<?> answer =
            Await.value(
                Duration.ofSeconds(15),
                query,
                () -> Optional.of(prometheus.query(query)).filter(series -> !series.isEmpty()));
        System.out.printf("%s%n  %s%n", query, answer);
      }
    }
  }

  /** One file is whole, one lacks its last four bytes, one is of a narrower network. */
  @Test
  @Order(3)
  void modelsThatFailTheirGatesStopAlone() throws Exception {
    if (!Files.exists(WEIGHTS)) {
      skip("no " + WEIGHTS + ": set -Dshared.dir=FOLDER to the reference data");
    }
    Path files = Files.createDirectories(lab.folder("gates").resolve("files"));
    byte[] whole = Files.readAllBytes(WEIGHTS);
    Files.write(files.resolve("whole.safetensors"), whole);
    Files.write(files.resolve("cut.safetensors"), Arrays.copyOf(whole, whole.length - 4));
    String namespace = namespace("gates");
    lab.volume(namespace, "transfer-study-artifacts");
    lab.volumeWith(namespace, "weights", files, "files");

    ClusterStudy study = ClusterStudy.apply(lab, namespace, GATES);
    TransferStudyStatus status = study.awaitEnd(SOON);
    System.out.println(lab.kubectl("get", "tstudy,tcell", "-n", namespace));
    assertThat(status.counts().succeeded()).isEqualTo(1);
    assertThat(status.counts().failed()).isEqualTo(2);
    for (var gate : status.gates()) {
      System.out.printf(
          "%s: %s %s %s%n", gate.model(), gate.phase(), gate.reason(), gate.message());
    }
    assertThat(status.gates())
        .extracting(ModelStatus::model, ModelStatus::phase, ModelStatus::reason)
        .containsExactly(
            tuple("whole", "Succeeded", null),
            tuple("cut", "Failed", "BadWeights"),
            tuple("wide", "Failed", "BadWeights"));
    assertThat(study.cells())
        .filteredOn(cell -> cell.getSpec().model().equals("cut"))
        .singleElement()
        .satisfies(cell ->
            assertThat(cell.getStatus().message())
                .startsWith("the check of the weights of cut failed: ")
                .contains("cut.safetensors"));
  }

  private static void assertSame(Scores local, ClusterStudy study) {
    Scores cluster = Scores.of(study.cells());
    assertThat(cluster.byCell().keySet()).isEqualTo(local.byCell().keySet()).isNotEmpty();
    cluster
        .byCell()
        .forEach((cell, score) ->
            assertThat(score).as(cell).isCloseTo(local.byCell().get(cell), within(TOLERANCE)));
  }
}
