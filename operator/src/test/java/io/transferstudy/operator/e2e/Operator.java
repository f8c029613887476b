package io.transferstudy.operator.e2e;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.util.List;

/** The operator as the chart installs it. */
final class Operator {
  static final String NAMESPACE = "transfer-study-system";
  private static final String COMPONENT = "app.kubernetes.io/component";
  private static final int PORT = 8_080;

  private final Lab lab;

  private Operator(Lab lab) {
    this.lab = lab;
  }

  /** Installs the chart of this build and waits until its pod is ready. */
  static Operator install(Lab lab) {
    lab.kubectl("create", "namespace", NAMESPACE);
    lab.kubectl("label", "namespace", NAMESPACE, "pod-security.kubernetes.io/enforce=restricted");
    lab.helm(
        "install",
        "transfer-study",
        Shell.ROOT.resolve("helm/transfer-study").toString(),
        "--namespace=" + NAMESPACE,
        "--wait",
        "--timeout=90s",
        "--set=image.pullPolicy=Never",
        "--set=worker.image.pullPolicy=Never",
        "--set=storage.size=1Gi",
        // All of a small node's CPUs are for workers, who ask for whole ones.
        "--set=resources.requests.cpu=null");
    return new Operator(lab);
  }

  private List<Pod> pods() {
    return lab.client()
        .pods()
        .inNamespace(NAMESPACE)
        .withLabel(COMPONENT, "operator")
        .list()
        .getItems();
  }

  /** Ends its process at once, as a node's failure would. */
  void kill() {
    for (Pod pod : pods()) {
      lab.kubectl(
          "delete",
          "pod",
          pod.getMetadata().getName(),
          "--namespace=" + NAMESPACE,
          "--grace-period=0",
          "--force");
    }
  }

  /** Where its meters are, once a pod is ready. */
  String address() {
    Pod ready =
        Await.value(
            java.time.Duration.ofMinutes(2),
            "a ready operator",
            () ->
                pods().stream()
                    .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
                    .filter(Readiness::isPodReady)
                    .findFirst());
    return ready.getStatus().getPodIP() + ":" + PORT;
  }
}
