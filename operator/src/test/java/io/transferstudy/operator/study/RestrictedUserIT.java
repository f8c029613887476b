package io.transferstudy.operator.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.transferstudy.api.v1alpha1.Api;
import io.transferstudy.api.v1alpha1.StudyCondition;
import io.transferstudy.api.v1alpha1.TransferCell;
import io.transferstudy.api.v1alpha1.TransferStudy;
import io.transferstudy.operator.StudyOperator;
import io.transferstudy.operator.kube.ApiServer;
import io.transferstudy.operator.kube.Await;
import io.transferstudy.operator.kube.Configs;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Somebody with rights on TransferStudies of one namespace and nothing else, on a real API server:
 * what is tried, who refuses it, and that what is pruned has no effect.
 */
class RestrictedUserIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String STUDIES = "transferstudies";
  private static final Path PAGE =
      Path.of("").toAbsolutePath().resolveSibling("docs/reference/refusals.md");
  private static final String REPAIR =
      "./mvnw verify -pl operator -am -Dit.test=RestrictedUserIT -Dregenerate=true"
          + " -Dtest=none -Dsurefire.failIfNoSpecifiedTests=false"
          + " -Dfailsafe.failIfNoSpecifiedTests=false";

  private KubernetesClient admin;
  private KubernetesClient user;
  private String namespace;
  private String elsewhere;
  private StudyOperator operator;
  private int studies;

  @BeforeEach
  void start() throws Exception {
    admin = ApiServer.client();
    namespace = ApiServer.namespace(admin);
    elsewhere = ApiServer.namespace(admin);
    user = ApiServer.client("alice");
    admin
        .resource(
            new RoleBuilder()
                .withNewMetadata()
                .withName("studies")
                .withNamespace(namespace)
                .endMetadata()
                .addNewRule()
                .withApiGroups(Api.GROUP)
                .withResources(STUDIES)
                .withVerbs("get", "list", "watch", "create", "update", "patch", "delete")
                .endRule()
                .build())
        .create();
    admin
        .resource(
            new RoleBindingBuilder()
                .withNewMetadata()
                .withName("studies")
                .withNamespace(namespace)
                .endMetadata()
                .withNewRoleRef("rbac.authorization.k8s.io", "Role", "studies")
                .addNewSubject()
                .withApiGroup("rbac.authorization.k8s.io")
                .withKind("User")
                .withName("alice")
                .endSubject()
                .build())
        .create();
    operator =
        new StudyOperator(
            ApiServer.client(),
            Configs.watching(
                namespace,
                "ALLOWED_IMAGES",
                "registry/team/*",
                "ALLOWED_PRIORITY_CLASSES",
                "low",
                "ALLOWED_CLAIMS",
                "images-*, results"),
            Clock.systemUTC());
    operator.start();
    for (String claim : List.of("images-a", "results")) {
      admin.resource(TestClaims.claim(namespace, claim, "ReadWriteMany")).create();
    }
  }

  @AfterEach
  void stop() {
    if (operator != null) {
      operator.close();
    }
    if (admin != null) {
      user.close();
      admin.close();
    }
  }

  @Test
  void everyRefusalIsAsDocumented() throws Exception {
    var page = new RefusalPage(namespace, elsewhere);
    page.section(
        "What there is no place for",
        "With `kubectl apply` (whose default is `--validate=strict`). A client that does not validate gets the field dropped, without effect.");
    for (String spec : NO_PLACE) {
      page.row(spec, refusalByServer(spec, "Strict"));
    }
    page.section("What the schema refuses", "From every client.");
    for (String spec : AGAINST_SCHEMA) {
      page.row(spec, refusalByServer(spec, "Ignore"));
    }
    page.section(
        "What the operator refuses",
        "The study is stored, and its condition `Accepted` is `False` with this message; nothing starts.");
    for (String spec : AGAINST_POLICY) {
      page.row(spec, refusalByOperator(spec));
    }
    page.section(
        "What rights on TransferStudies do not reach", "From the API server's own authorisation.");
    for (var request : beyondRights().entrySet()) {
      page.row(request.getKey(), refusal(request.getValue()));
    }
    String wanted = page.toString();
    if (Boolean.getBoolean("regenerate")) {
      Files.createDirectories(PAGE.getParent());
      Files.writeString(PAGE, wanted);
    }
    assertThat(PAGE).as("regenerate with: " + REPAIR).isRegularFile();
    assertThat(Files.readString(PAGE, StandardCharsets.UTF_8))
        .as(PAGE + " is out of date; regenerate with: " + REPAIR)
        .isEqualTo(wanted);
    assertThat(admin.batch().v1().jobs().inNamespace(namespace).list().getItems()).isEmpty();
    assertThat(admin.resources(TransferCell.class).inNamespace(namespace).list().getItems())
        .isEmpty();
  }

  @Test
  void whatIsPrunedHasNoEffect() throws Exception {
    Map<String, String> names = new LinkedHashMap<>();
    for (String spec : NO_PLACE) {
      if (spec.startsWith("worker: ")) {
        names.put(create(spec, "Ignore"), spec);
      }
    }
    String plain = create("", "Ignore");
    PodSpec expected = anonymous(job(plain));

    assertThat(names).hasSizeGreaterThan(5);
    for (var study : names.entrySet()) {
      assertThat(anonymous(job(study.getKey()))).as(study.getValue()).isEqualTo(expected);
    }
  }

  @Test
  void aStatusOfTheUsersOwnIsDropped() throws Exception {
    String name = "forged";
    Map<String, Object> study = manifest(name, "mode: Estimate");
    study.put("status", Map.of("state", "Complete", "progress", "1/1"));
    post(study, "Strict");

    assertThat(awaitCondition(name, "Accepted").status()).isEqualTo("True");
    assertThat(study(name).getStatus().state()).isEqualTo("Estimated");
  }

  @Test
  void theMarkOfAnUnreadableStudyCannotBeSetFromOutside() throws Exception {
    Map<String, Object> study = manifest("marked", "mode: Estimate");
    study.put(
        "metadata",
        Map.of(
            "name", "marked", "annotations", Map.of("transferstudy.io/unreadable", "all is lost")));
    post(study, "Strict");

    assertThat(awaitCondition("marked", "Accepted").status()).isEqualTo("True");
  }

  /** The namespace enforces it for pods; a Job's template is only warned about. */
  @Test
  void everyPodSatisfiesTheRestrictedLevel() throws Exception {
    String name =
        create(
            "storage: {data: {claimName: images-a, subPath: a/b}, artifacts: {claimName: results}},"
                + " worker: {image: 'registry/team/x:1', gpus: 2, priorityClassName: low, labels: {team:"
                + " vision}, annotations: {note: hello}, nodeSelector: {zone: a}, tolerations:"
                + " [{operator: Exists}], imagePullSecrets: [registry], resources: {limits: {cpu: 2}}}",
            "Strict");
    admin
        .resource(
            new io.fabric8.kubernetes.api.model.scheduling.v1.PriorityClassBuilder()
                .withNewMetadata()
                .withName("low")
                .endMetadata()
                .withValue(1)
                .build())
        .serverSideApply();
    Pod pod = pod(job(name));

    assertThat(pod.getSpec().getAutomountServiceAccountToken()).isFalse();
    assertThat(pod.getSpec().getServiceAccountName()).isNull();
    assertThat(pod.getSpec().getVolumes())
        .allMatch(
            volume -> volume.getPersistentVolumeClaim() != null || volume.getEmptyDir() != null);
    assertThat(admin.resource(pod).dryRun(true).create().getSpec().getContainers()).hasSize(1);

    Pod privileged = new PodBuilder(pod).build();
    privileged
        .getSpec()
        .getContainers()
        .getFirst()
        .getSecurityContext()
        .setAllowPrivilegeEscalation(true);
    assertThat(refusal(() -> admin.resource(privileged).dryRun(true).create()))
        .contains("violates PodSecurity \"restricted:latest\"");
    Pod withHostPath = new PodBuilder(pod).build();
    withHostPath
        .getSpec()
        .getVolumes()
        .add(
            new io.fabric8.kubernetes.api.model.VolumeBuilder()
                .withName("host")
                .withNewHostPath("/", "")
                .build());
    assertThat(refusal(() -> admin.resource(withHostPath).dryRun(true).create()))
        .contains("violates PodSecurity \"restricted:latest\"");
  }

  private static final List<String> NO_PLACE =
      List.of(
          "worker: {securityContext: {privileged: true}}",
          "worker: {template: {spec: {containers: [{name: worker, securityContext: {privileged:"
              + " true}}]}}}",
          "worker: {hostNetwork: true, hostPID: true, hostIPC: true}",
          "worker: {serviceAccountName: admin, automountServiceAccountToken: true}",
          "worker: {runtimeClassName: unconfined}",
          "worker: {command: [sh], args: [-c, id], env: [{name: LD_PRELOAD, value: /tmp/x.so}]}",
          "worker: {volumes: [{name: host, hostPath: {path: /}}]}",
          "worker: {volumes: [{name: token, projected: {sources: [{serviceAccountToken: {path:"
              + " token}}]}}]}",
          "worker: {affinity: {}, nodeName: control-plane, schedulerName: mine}",
          "storage: {data: {claimName: images-a, hostPath: {path: /}}}",
          "storage: {data: {claimName: images-a, secret: {secretName: token}}}",
          "storage: {data: {claimName: images-a, namespace: ELSEWHERE}}",
          "storage: {scratch: {hostPath: {path: /}}}");

  private static final List<String> AGAINST_SCHEMA =
      List.of(
          "metadata: {name: ../tiny}",
          "storage: {data: {hostPath: {path: /}}}",
          "worker: {gpus: -1}",
          "worker: {gpus: 65}",
          "worker: {image: [evil]}",
          "queueName: ../other",
          "budget: {gpuHours: -1}",
          "models: [{name: ../net}]",
          "models: [{name: \"net\\nspec: forged\"}]",
          "datasets: [{name: ../x, procedural: {task: textures}}]",
          "settings: [{name: /etc}]",
          "datasets: [{name: x, path: a, procedural: {task: textures}}]");

  private static final List<String> AGAINST_POLICY =
      List.of(
          "worker: {image: 'elsewhere/evil:1'}",
          "worker: {image: 'registry/team/x y'}",
          "worker: {priorityClassName: system-node-critical}",
          "worker: {resources: {limits: {nvidia.com/gpu: 8}}}",
          "worker: {resources: {requests: {memory: 4Gi}, limits: {memory: 2Gi}}}",
          "worker: {resources: {limits: {memory: -1}}}",
          "worker: {labels: {transferstudy.io/study-uid: other}}",
          "worker: {labels: {kueue.x-k8s.io/queue-name: other}}",
          "worker: {labels: {app: 'not a label'}}",
          "worker: {annotations: {container.apparmor.security.beta.kubernetes.io/worker:"
              + " unconfined}}",
          "worker: {annotations: {'no key': x}}",
          "worker: {nodeSelector: {zone: 'a b'}}",
          "worker: {tolerations: [{key: a, operator: In}]}",
          "worker: {imagePullSecrets: [ELSEWHERE/registry]}",
          "storage: {data: {claimName: ELSEWHERE/images-a}}",
          "storage: {data: {claimName: database}}",
          "storage: {data: {claimName: ..}}",
          "storage: {data: {claimName: images-a, subPath: ../b}}",
          "storage: {data: {claimName: images-a, subPath: /etc}}",
          "storage: {artifacts: {claimName: results, subPath: 'a\\..\\..\\b'}}",
          "datasets: [{name: caltech-101, path: ../../etc}], storage: {data: {claimName: images-a}}",
          "datasets: [{name: x, imageFolder: {path: /etc}}], storage: {data: {claimName: images-a}}",
          "datasets: [{name: x, imageFolder: {path: a/../../b}}], storage: {data: {claimName:"
              + " images-a}}",
          "datasets: [{name: x, imageFolder: {path: \"a\\nAccepted: all is well\"}}], storage: {data:"
              + " {claimName: images-a}}",
          "datasets: [{name: caltech-101, catalogue: ./cifar-10, path: x}], storage: {data: {claimName:"
              + " images-a}}",
          "models: [{name: n, architecture: /resnet-8}]",
          "models: [{name: resnet-8, weights: {path: ../../root/.ssh/id}}], storage: {weights:"
              + " {claimName: images-a}}",
          "models: [{name: mine, imageSize: 32, torchScript: {path: m.pt, featureWidth: 8, mean: [0, 0,"
              + " 0], std: [1, 1, 1]}}], settings: [{name: fixed-features}], storage: {weights:"
              + " {claimName: images-a}}",
          "settings: [{name: s, preset: ../random-init}]",
          "datasets: [{name: x, procedural: {task: ./textures}}]");

  private interface Request {
    void send() throws Exception;
  }

  private Map<String, Request> beyondRights() {
    var all = new LinkedHashMap<String, Request>();
    String cells = path(namespace, STUDIES).replace(STUDIES, "transfercells");
    all.put("create transfercells", () -> user.raw(cells, "POST", Map.of()));
    all.put("patch transfercells/a/status", () -> user.raw(cells + "/a/status", "PATCH", Map.of()));
    all.put(
        "patch transferstudies/a/status",
        () -> user.raw(path(namespace, STUDIES) + "/a/status", "PATCH", Map.of()));
    all.put(
        "update transferstudies/a/status",
        () -> user.raw(path(namespace, STUDIES) + "/a/status", "PUT", Map.of()));
    all.put(
        "create jobs",
        () -> user.raw("/apis/batch/v1/namespaces/" + namespace + "/jobs", "POST", Map.of()));
    for (String kind : List.of("pods", "persistentvolumeclaims", "serviceaccounts/default/token")) {
      all.put(
          "create " + kind,
          () -> user.raw("/api/v1/namespaces/" + namespace + "/" + kind, "POST", Map.of()));
    }
    all.put("get secrets", () -> user.secrets().inNamespace(namespace).withName("registry").get());
    all.put(
        "create transferstudies in namespace elsewhere",
        () -> user.raw(path(elsewhere, STUDIES), "POST", manifest("tiny", "")));
    all.put(
        "list transferstudies in namespace elsewhere",
        () -> user.resources(TransferStudy.class).inNamespace(elsewhere).list());
    all.put(
        "list transferstudies in all namespaces",
        () -> user.resources(TransferStudy.class).inAnyNamespace().list());
    return all;
  }

  private String refusalByServer(String spec, String validation) throws Exception {
    return refusal(() -> create(spec, validation));
  }

  private static String refusal(Request request) throws Exception {
    try {
      request.send();
    } catch (KubernetesClientException e) {
      assertThat(e.getCode()).as("an answer of the API server").isBetween(400, 499);
      return e.getStatus() == null ? e.getMessage() : e.getStatus().getMessage();
    }
    return fail("was not refused");
  }

  private String refusalByOperator(String spec) throws Exception {
    StudyCondition accepted = awaitCondition(create(spec, "Strict"), "Accepted");
    assertThat(accepted.status()).as(spec + ": " + accepted.message()).isEqualTo("False");
    return String.valueOf(accepted.message());
  }

  /** Creates a study as the user; returns its name. */
  private String create(String spec, String validation) {
    String name = "study-" + ++studies;
    post(manifest(name, spec.replace("ELSEWHERE", elsewhere)), validation);
    return name;
  }

  private void post(Map<String, Object> study, String validation) {
    user.raw(path(namespace, STUDIES) + "?fieldValidation=" + validation, "POST", study);
  }

  private static String path(String namespace, String plural) {
    return "/apis/" + Api.GROUP + "/" + Api.VERSION + "/namespaces/" + namespace + "/" + plural;
  }

  @SuppressWarnings("unchecked")
  private Map<String, Object> manifest(String name, String spec) {
    var study = new LinkedHashMap<String, Object>();
    study.put("apiVersion", Api.GROUP + "/" + Api.VERSION);
    study.put("kind", "TransferStudy");
    study.put("metadata", Map.of("name", name));
    var all =
        new LinkedHashMap<String, Object>(
            admin
                .getKubernetesSerialization()
                .unmarshal(
                    """
                    models: [{name: resnet-8}]
                    datasets: [{name: textures, procedural: {task: textures}}]
                    settings: [{name: random-init}]
                    """,
                    Map.class));
    all.putAll(admin.getKubernetesSerialization().unmarshal("---\n{" + spec + "}", Map.class));
    if (all.remove("metadata") instanceof Map<?, ?> metadata) {
      study.put("metadata", metadata);
    }
    study.put("spec", all);
    return study;
  }

  private TransferStudy study(String name) {
    return admin.resources(TransferStudy.class).inNamespace(namespace).withName(name).get();
  }

  private StudyCondition awaitCondition(String study, String type) throws Exception {
    return await(
        study + "'s condition " + type,
        () ->
            Optional.ofNullable(study(study).getStatus())
                .flatMap(status -> Optional.ofNullable(status.conditions()))
                .flatMap(all -> all.stream().filter(c -> c.type().equals(type)).findFirst()));
  }

  private Job job(String study) throws Exception {
    return await(
        "a Job of " + study,
        () ->
            admin
                .batch()
                .v1()
                .jobs()
                .inNamespace(namespace)
                .withLabel(TransferCell.STUDY_LABEL, study)
                .list()
                .getItems()
                .stream()
                .findFirst());
  }

  private static <T> T await(String what, Await.Question<T> question) {
    return Await.value(PATIENCE, what, question);
  }

  private Pod pod(Job job) {
    var template = job.getSpec().getTemplate();
    return new PodBuilder()
        .withNewMetadata()
        .withName("trial")
        .withNamespace(namespace)
        .withLabels(template.getMetadata().getLabels())
        .withAnnotations(template.getMetadata().getAnnotations())
        .endMetadata()
        .withSpec(template.getSpec())
        .build();
  }

  /** What a Job's pods are apart from the study's name. */
  private static PodSpec anonymous(Job job) {
    PodSpec spec = job.getSpec().getTemplate().getSpec();
    spec.getContainers().getFirst().setArgs(List.of());
    return spec;
  }
}
