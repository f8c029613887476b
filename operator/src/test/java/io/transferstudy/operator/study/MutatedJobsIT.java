package io.transferstudy.operator.study;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.transferstudy.api.v1alpha1.TransferCell;
import io.transferstudy.api.v1alpha1.TransferStudyStatus;
import io.transferstudy.study.work.WorkRequest;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Jobs that admission changes on their way: a container in front, other labels, another class. */
class MutatedJobsIT extends StudyScene {
  private static final String POLICY =
      """
      apiVersion: admissionregistration.k8s.io/v1
      kind: MutatingAdmissionPolicy
      metadata: {name: %1$s}
      spec:
        failurePolicy: Fail
        reinvocationPolicy: Never
        matchConstraints:
          namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: %1$s}}
          resourceRules:
            - {apiGroups: [batch], apiVersions: [v1], resources: [jobs], operations: [CREATE]}
        mutations:
          - patchType: JSONPatch
            jsonPatch:
              expression: >-
                [
                  JSONPatch{op: "add", path: "/spec/template/spec/containers/0",
                    value: Object.spec.template.spec.containers{
                      name: "proxy", image: "localhost/proxy:1",
                      securityContext: Object.spec.template.spec.containers.securityContext{
                        allowPrivilegeEscalation: false,
                        capabilities: Object.spec.template.spec.containers.securityContext.capabilities{
                          drop: ["ALL"]}}}},
                  JSONPatch{op: "add", path: "/metadata/labels/team", value: "vision"},
                  JSONPatch{op: "add", path: "/spec/template/metadata/labels/team", value: "vision"},
                  JSONPatch{op: "add", path: "/spec/activeDeadlineSeconds", value: 86400}
                ]
      ---
      apiVersion: admissionregistration.k8s.io/v1
      kind: MutatingAdmissionPolicyBinding
      metadata: {name: %1$s}
      spec: {policyName: %1$s}
      """;

  private final List<Job> seen = new CopyOnWriteArrayList<>();

  private ByteArrayInputStream policy() {
    return new ByteArrayInputStream(POLICY.formatted(namespace).getBytes(StandardCharsets.UTF_8));
  }

  @BeforeEach
  void admissionChangesJobs() throws Exception {
    client.load(policy()).create();
    var probe =
        """
        apiVersion: batch/v1
        kind: Job
        metadata: {name: probe, namespace: %s, labels: {a: b}}
        spec:
          template:
            metadata: {labels: {a: b}}
            spec:
              restartPolicy: Never
              containers: [{name: worker, image: "localhost/worker:1"}]
        """
            .formatted(namespace);
    until(
        () -> {
          Job made = (Job) client.resource(probe).dryRun().create();
          return made.getMetadata().getLabels().containsKey("team");
        },
        "the policy is in force");
  }

  @AfterEach
  void admissionLeavesJobsAlone() {
    if (client != null) { // else skipped
      client.load(policy()).delete();
    }
  }

  @Test
  void aStudyRunsToItsEndAndNothingTwice() throws Exception {
    cluster.workers(request -> {
      cluster.jobs().stream().filter(job -> !seen.contains(job)).forEach(seen::add);
      return succeed(request);
    });
    apply("tiny", study("parallelism: 2"));

    TransferStudyStatus status = await("tiny", complete());
    assertThat(status.counts().succeeded()).isEqualTo(9);
    assertThat(seen)
        .isNotEmpty()
        .allSatisfy(job -> {
          assertThat(job.getMetadata().getLabels()).containsEntry("team", "vision");
          assertThat(job.getSpec().getTemplate().getSpec().getContainers())
              .extracting(Container::getName)
              .containsExactly("proxy", "worker");
        });
    assertThat(cluster.begun().stream().map(WorkRequest::work)).doesNotHaveDuplicates();
    assertThat(cells("tiny"))
        .extracting(TransferCell::getStatus)
        .allMatch(cell -> cell.attempt() == 1);
    until(() -> cluster.jobs().isEmpty(), "Jobs are deleted after their result is stored");
  }
}
