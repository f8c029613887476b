package io.transferstudy.bench.chaos;

import io.transferstudy.api.v1alpha1.Api;
import io.transferstudy.study.work.ExitCode;
import io.transferstudy.study.work.Failure.Kind;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What played pods end with: results that no other pod has, or the failure that their request asks
 * for. Scores follow from a pod's name; the folder of its artifacts and the digest of its weights
 * are the pod's UID, so that whatever keeps or uses a result says which pod it is from.
 */
final class PlayedWorker {
  /** Test examples, images of a data set, known outputs of weights. */
  static final int TOTAL = 10_000;

  /** Annotation with the message, for KWOK to fill in. */
  static final String MESSAGE = "kwok.test/termination-message";

  private static final String FOLDER = "results/";
  private static final String WEIGHTS = "/weights.safetensors";
  private static final String BROKEN = "broken/";
  private static final String DIVERGING = "1000.0";

  private PlayedWorker() {}

  /** Of a data set's or a model's files; those of what is broken are played as unusable. */
  static String path(Shape.Entry entry) {
    return (entry.broken() ? BROKEN : "") + "v" + entry.version() + "/" + entry.name();
  }

  /** Of a pretraining; that of what is broken is played as diverging. */
  static String learningRate(Shape.Entry entry) {
    return entry.broken() ? DIVERGING : "0.1";
  }

  /**
   * An admission policy and its binding: every worker's pod of the namespace is given the message
   * and the exit code that it is to end with.
   */
  static String policy(String namespace) {
    String work = "object.metadata.annotations['%s/work']".formatted(Api.GROUP);
    return """
    apiVersion: admissionregistration.k8s.io/v1
    kind: MutatingAdmissionPolicy
    metadata: {name: %1$s}
    spec:
      failurePolicy: Fail
      reinvocationPolicy: Never
      matchConstraints:
        namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: %1$s}}
        resourceRules:
          - {apiGroups: [""], apiVersions: [v1], resources: [pods], operations: [CREATE]}
      matchConditions:
        - name: worker
          expression: >-
            has(object.metadata.annotations) && '%2$s/work' in object.metadata.annotations
      variables:
        - {name: work, expression: "%3$s"}
        - {name: request, expression: "object.spec.containers[0].args[1]"}
        - name: failure
          expression: >-
            variables.work.startsWith('cell/') ? ''
            : variables.request.contains('"path":"%4$s')
            ? (variables.work.startsWith('gate/') ? 'BAD_WEIGHTS' : 'BAD_DATA')
            : variables.request.contains('"learningRates":[%5$s]') ? 'DIVERGED' : ''
        - name: outcome
          expression: >-
            variables.failure != '' ? '%6$s'.replace('$(KIND)', variables.failure)
            : variables.work.startsWith('prepare/') ? '%7$s' : '%8$s'
      mutations:
        - patchType: JSONPatch
          jsonPatch:
            expression: >-
              [
                JSONPatch{op: "add", path: "/metadata/annotations/kwok.test~1exit-code",
                  value: {%11$s}[variables.failure]},
                JSONPatch{op: "add", path: "/metadata/annotations/" + jsonpatch.escapeKey("%9$s"),
                  value: '%10$s'.replace('$(WORK)', variables.work)
                    .replace('$(OUTCOME)', variables.outcome)}
              ]
    ---
    apiVersion: admissionregistration.k8s.io/v1
    kind: MutatingAdmissionPolicyBinding
    metadata: {name: %1$s}
    spec: {policyName: %1$s}
    """
        .formatted(
            namespace,
            Api.GROUP,
            work,
            BROKEN,
            DIVERGING,
            failed("$(KIND)"),
            prepared(),
            scored(),
            MESSAGE,
            message("$(WORK)", "$(OUTCOME)"),
            exitCodes());
  }

  /** Of no failure, and of those that are played. */
  private static String exitCodes() {
    return "'': '%d', ".formatted(ExitCode.DONE.code())
        + Stream.of(Kind.BAD_DATA, Kind.BAD_WEIGHTS, Kind.DIVERGED)
            .map(kind -> "'%s': '%d'".formatted(kind, ExitCode.of(kind).code()))
            .collect(Collectors.joining(", "));
  }

  /** A whole message of a worker about an outcome. */
  static String message(String work, String outcome) {
    return """
    {"studyUid":"%s","work":"%s","attempt":%s,"podUid":"$(POD_UID)","outcome":%s}\
    """
        .formatted(label("study-uid"), work, label("attempt"), outcome);
  }

  /** The outcome of a cell, a gate or a pretraining. */
  static String scored() {
    return success("\"weightsSha256\":\"$(POD_UID)\"");
  }

  /** The outcome of a data set's preparation. */
  static String prepared() {
    return success("\"warnings\":[\"some images are left out, says $(POD_NAME)\"]");
  }

  private static String success(String more) {
    return """
    {"type":"success","resultKey":"%s","correct":$(SCORE)e4,"total":%d,"seconds":1.0,\
    "device":"cpu","reused":false,"artifacts":"%s$(POD_UID)",%s}\
    """
        .formatted("0".repeat(64), TOTAL, FOLDER, more);
  }

  /** The outcome of what is broken. */
  static String failed(String kind) {
    return "{\"type\":\"failed\",\"failure\":{\"kind\":\"%s\",\"message\":\"as played\"}}"
        .formatted(kind);
  }

  private static String label(String name) {
    return "$(LABEL:%s/%s)".formatted(Api.GROUP, name);
  }

  /** UID of the pod whose artifacts these are; empty if they are of none. */
  static String pod(@Nullable String artifacts) {
    return artifacts != null && artifacts.startsWith(FOLDER)
        ? artifacts.substring(FOLDER.length())
        : "";
  }

  /** UID of the pod that has made these weights; empty if file and digest are not of one pod. */
  static String pod(String file, String sha256) {
    return file.equals(FOLDER + sha256 + WEIGHTS) ? sha256 : "";
  }
}
