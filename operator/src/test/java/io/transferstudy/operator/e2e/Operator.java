package io.transferstudy.operator.e2e;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.readiness.Readiness;
import io.transferstudy.operator.kube.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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

  /** Removes its pod without grace, as a node's failure would; another is made in its place. */
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

  /**
   * Sends its process SIGKILL, as the kernel does where memory is short, and waits until the
   * kubelet has started another in the same pod.
   */
  void killProcess() {
    Pod pod = ready();
    ContainerStatus container = container(pod);
    String id = container.getContainerID().replaceFirst(".*://", "");
    List<ProcessHandle> processes =
        ProcessHandle.allProcesses().filter(process -> isIn(process, id)).toList();
    if (processes.isEmpty()) {
      throw new AssertionError("no process of the container " + id);
    }
    processes.forEach(ProcessHandle::destroyForcibly);
    Await.value(
        Duration.ofMinutes(1),
        "a second process of the operator",
        () ->
            pods().stream()
                .filter(same -> same.getMetadata().getUid().equals(pod.getMetadata().getUid()))
                .map(Operator::container)
                .filter(c -> c.getRestartCount() > container.getRestartCount())
                .findFirst());
  }

  private static ContainerStatus container(Pod pod) {
    return pod.getStatus().getContainerStatuses().getFirst();
  }

  private static boolean isIn(ProcessHandle process, String container) {
    try {
      return Files.readString(Path.of("/proc/" + process.pid() + "/cgroup")).contains(container);
    } catch (IOException e) {
      return false; // it has ended
    }
  }

  private Pod ready() {
    return Await.value(
        Duration.ofMinutes(2),
        "a ready operator",
        () ->
            pods().stream()
                .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
                .filter(Readiness::isPodReady)
                .findFirst());
  }

  /** Where its meters are, once a pod is ready. */
  String address() {
    return ready().getStatus().getPodIP() + ":" + PORT;
  }
}
