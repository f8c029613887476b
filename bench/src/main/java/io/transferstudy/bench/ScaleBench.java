package io.transferstudy.bench;

import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Runs studies of played pods to their end and a bare client's Jobs beside them: {@code ScaleBench
 * CELLS [STUDIES [AT_ONCE [HEAP [IDLE_SECONDS]]]]}. {@code bench/scale} starts the cluster and
 * this.
 */
public final class ScaleBench {
  private static final String PLAYED = "played";
  private static final String FLOOR = "floor";

  private final KubernetesClient client;
  private final Path kubeconfig;

  private ScaleBench(KubernetesClient client, Path kubeconfig) {
    this.client = client;
    this.kubeconfig = kubeconfig;
  }

  /** Measures and prints. */
  public static void main(String[] args) throws IOException, InterruptedException {
    int cells = Integer.parseInt(args[0]);
    int studies = args.length > 1 ? Integer.parseInt(args[1]) : 1;
    int atOnce = args.length > 2 ? Integer.parseInt(args[2]) : 200;
    String heap = args.length > 3 ? args[3] : "256m";
    int idle = args.length > 4 ? Integer.parseInt(args[4]) : 0;
    Path kubeconfig = Path.of(Objects.requireNonNull(System.getenv("KUBECONFIG"), "KUBECONFIG"));
    try (var client =
        new KubernetesClientBuilder()
            .withConfig(Config.fromKubeconfig(new File(kubeconfig.toString())))
            .build()) {
      new ScaleBench(client, kubeconfig).run(cells, studies, atOnce, heap, idle);
    }
  }

  private void run(int cells, int studies, int atOnce, String heap, int idle)
      throws IOException, InterruptedException {
    PlayedNamespace.create(client, FLOOR);
    PlayedNamespace.create(client, PLAYED);
    int all = cells * studies;
    int foreign = Integer.parseInt(System.getenv().getOrDefault("BENCH_FOREIGN_PODS", "0"));
    if (foreign > 0) {
      ForeignPods.create(client, foreign);
      print("%d pods of others in the cluster", foreign);
    }
    double cpu = apiServerCpuMillis();
    Duration floor = Floor.plain(client, FLOOR).run(all, atOnce);
    print(
        "floor: %d Jobs, %d at once: %s; API server %.0f CPU ms each",
        all, atOnce, rate(all, floor), (apiServerCpuMillis() - cpu) / all);
    if (System.getenv("BENCH_SECOND_FLOOR") != null) {
      secondFloor(cells, studies, atOnce);
    }
    double cpuBefore = apiServerCpuMillis();

    try (var operator =
            new OperatorProcess(
                kubeconfig,
                heap,
                Math.max(1, atOnce / studies),
                Path.of("/tmp/bench-operator.log"));
        var writes = new StatusWrites(client, PLAYED)) {
      Meters before = apiServer();
      long start = System.nanoTime();
      List<PlayedStudy> played =
          IntStream.rangeClosed(1, studies)
              .mapToObj(i -> PlayedStudy.of("study-" + i, cells, Math.max(1, atOnce / studies)))
              .toList();
      played.forEach(study -> study.apply(client, PLAYED));
      double heapMiB = 0;
      while (!played.stream().allMatch(study -> study.complete(client, PLAYED))) {
        Thread.sleep(1_000);
        heapMiB = Math.max(heapMiB, heap(operator.meters()));
      }
      var took = Duration.ofNanos(System.nanoTime() - start);
      print(
          "operator: %d cells in %d studies: %s; %.2f times the floor; API server %.0f CPU ms each",
          all,
          studies,
          rate(all, took),
          took.toMillis() / (double) floor.toMillis(),
          (apiServerCpuMillis() - cpuBefore) / all);
      Meters own = operator.meters();
      print("requests a cell (own kinds and Jobs; other kinds have other clients too):");
      apiServer()
          .requestsSince(before)
          .forEach((what, count) -> {
            if (count / all >= 0.005) {
              print("  %-44s %8.3f", what, count / all);
            }
          });
      print("%s", writes);
      print("reconcile: %s", latency(own));
      print(
          "operator: heap at most %.0f MiB of %s, resident %d MiB, %.1f CPU s",
          heapMiB, heap, operator.residentMiB(), operator.cpuSeconds());
      if (idle > 0) {
        idle(idle);
      }
    }
  }

  /** The operator's own Jobs by the bare client: what is left is the operator's doing. */
  private void secondFloor(int cells, int studies, int atOnce) throws InterruptedException {
    String namespace = "second-floor";
    PlayedNamespace.create(client, namespace);
    List<Job> jobs =
        IntStream.rangeClosed(1, studies)
            .mapToObj(i -> PlayedStudy.of("study-" + i, cells, atOnce))
            .flatMap(study -> OperatorsJobs.of(study, namespace).stream())
            .toList();
    double cpu = apiServerCpuMillis();
    Duration took = new Floor(client, namespace, jobs::get).run(jobs.size(), atOnce);
    print(
        "second floor: the operator's %d Jobs by a bare client: %s; API server %.0f CPU ms each",
        jobs.size(), rate(jobs.size(), took), (apiServerCpuMillis() - cpu) / jobs.size());
  }

  private static double apiServerCpuMillis() {
    String pid = System.getenv().getOrDefault("BENCH_API_SERVER_PID", "0");
    return ProcessHandle.of(Long.parseLong(pid))
        .flatMap(process -> process.info().totalCpuDuration())
        .map(Duration::toMillis)
        .orElse(0L);
  }

  /** What is written while nothing happens. Leases are renewed, that is all. */
  private void idle(int seconds) throws InterruptedException {
    long end = System.nanoTime();
    while (left() > 0) {
      Thread.sleep(1_000);
    }
    print("%.0f s later no Job or pod is left", (System.nanoTime() - end) / 1e9);
    Meters before = apiServer();
    Thread.sleep(seconds * 1_000L);
    print("in %d idle seconds:", seconds);
    var writes = new TreeMap<>(apiServer().requestsSince(before));
    writes.forEach((what, count) -> {
      if (what.startsWith("transfer") || what.startsWith("jobs") || what.startsWith("pods")) {
        print("  %-44s %8.0f", what, count);
      }
    });
  }

  /** Jobs and pods of the played studies. */
  private int left() {
    return client.batch().v1().jobs().inNamespace(PLAYED).list().getItems().size()
        + client.pods().inNamespace(PLAYED).list().getItems().size();
  }

  private static double heap(Meters meters) {
    return meters.sum("jvm_memory_used_bytes", "area=\"heap\"") / (1 << 20);
  }

  private static String latency(Meters own) {
    Map<Double, Double> buckets =
        own.buckets("transferstudy_reconcile_seconds", "outcome=\"success\"");
    double count = own.sum("transferstudy_reconcile_seconds_count", "outcome=\"success\"");
    double sum = own.sum("transferstudy_reconcile_seconds_sum", "outcome=\"success\"");
    return "%.0f looks, mean %.3f s, p50 <= %s s, p99 <= %s s"
        .formatted(count, sum / count, quantile(buckets, 0.5), quantile(buckets, 0.99));
  }

  private static String quantile(Map<Double, Double> buckets, double q) {
    double total = buckets.values().stream().mapToDouble(v -> v).max().orElse(0);
    return buckets.entrySet().stream()
        .filter(bucket -> bucket.getValue() >= q * total)
        .findFirst()
        .map(bucket -> String.valueOf(bucket.getKey()))
        .orElse("?");
  }

  private Meters apiServer() {
    return Meters.parse(client.raw("/metrics"));
  }

  private static String rate(int count, Duration took) {
    double seconds = took.toMillis() / 1e3;
    return "%.1f s, %.1f a second".formatted(seconds, count / seconds);
  }

  private static void print(String format, Object... values) {
    System.out.println(format.formatted(values));
  }
}
