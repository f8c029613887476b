package io.transferstudy.bench.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.transferstudy.api.v1alpha1.Api;
import io.transferstudy.bench.PlayedNamespace;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Two replicas of the operator on a cluster in which everything breaks that can: {@code Chaos LAB
 * HOME SEED [ROUNDS]}. The last line says what the history shows; the exit code is 1 if anything
 * happened that must not.
 */
public final class Chaos implements AutoCloseable {
  private static final String NAMESPACE = "chaos";
  private static final int ROUNDS = 200;
  private static final int PLACES = 6;
  private static final int STUDIES_AT_ONCE = 3;

  /** Only for the pace: nothing fails where it is not kept. */
  private static final Duration PROGRESS_WITHIN = Duration.ofSeconds(20);

  private static final Duration ROOM_WITHIN = Duration.ofMinutes(1);

  /** Retries wait up to five minutes. */
  private static final Duration REST_WITHIN = Duration.ofMinutes(15);

  private final ControlPlane plane;
  private final PrintStream out;
  private final KubernetesClient client;
  private final Kubelets kubelets;
  private final List<Replica> replicas = new ArrayList<>();

  private Chaos(ControlPlane plane, PrintStream out) throws IOException, GeneralSecurityException {
    this.plane = plane;
    this.out = out;
    Path kubeconfig = plane.pki("admin.kubeconfig");
    client =
        new KubernetesClientBuilder()
            .withConfig(Config.fromKubeconfig(kubeconfig.toFile()))
            .build();
    for (String crd : List.of("transferstudies", "transfercells")) {
      try (InputStream definition = Chaos.class.getResourceAsStream("/crds/" + crd + ".yaml")) {
        client.load(Objects.requireNonNull(definition, crd)).create();
      }
    }
    PlayedNamespace.create(client, NAMESPACE);
    client.load(new ByteArrayInputStream(PlayedWorker.policy(NAMESPACE).getBytes(UTF_8))).create();
    kubelets = new Kubelets(client, NAMESPACE);
    var operators = new NamespaceBuilder();
    client
        .resource(operators.withNewMetadata().withName(Replica.NAMESPACE).endMetadata().build())
        .create();
    for (String name : List.of("operator-a", "operator-b")) {
      var proxy = new EventProxy(plane);
      Path own = plane.pki(name + ".kubeconfig");
      proxy.writeKubeconfig(kubeconfig, own);
      replicas.add(new Replica(name, proxy, own, PLACES, plane.log(name)));
    }
  }

  /** Runs and prints. */
  public static void main(String[] arguments) throws Exception {
    long seed = Long.parseLong(arguments[2]);
    int rounds = arguments.length > 3 ? Integer.parseInt(arguments[3]) : ROUNDS;
    Verdict verdict =
        run(seed, rounds, Pace.LONG, Path.of(arguments[0]), Path.of(arguments[1]), System.out);
    System.exit(verdict.violations().isEmpty() ? 0 : 1);
  }

  /**
   * Runs a schedule and judges its history.
   *
   * @param lab the kit's program
   * @param home an empty folder
   */
  static Verdict run(long seed, int rounds, Pace pace, Path lab, Path home, PrintStream out)
      throws IOException, InterruptedException, GeneralSecurityException {
    var schedule = Schedule.of(seed, rounds, pace);
    try (var plane = new ControlPlane(lab, home, Schedule.NODES);
        var chaos = new Chaos(plane, out)) {
      Verdict verdict = chaos.run(schedule, home.resolve("history.txt"));
      out.printf("seed %d, %d rounds: %s%n", seed, rounds, verdict);
      return verdict;
    }
  }

  private Verdict run(Schedule schedule, Path record) throws IOException, InterruptedException {
    var injection = new Injection(plane, client, NAMESPACE, replicas);
    var rest = new Rest(client, NAMESPACE);
    Persistence.await(REST_WITHIN, () -> replicas.stream().anyMatch(Replica::hasLed));
    if (!Persistence.await(ROOM_WITHIN, this::isPlayed)) {
      throw new IllegalStateException("no pod is given what it is to end with; see the policy");
    }
    for (Round round : schedule.rounds()) {
      out.print(round);
      for (Repair repair : round.repairs()) {
        injection.apply(repair);
      }
      if (round.creation().isPresent()) {
        Persistence.await(ROOM_WITHIN, () -> rest.unfinished() < STUDIES_AT_ONCE);
        injection.create(round.creation().get());
      }
      long results = Persistence.request(rest::results);
      out.printf("; %d studies run%n", Persistence.request(rest::unfinished));
      injection.apply(round.fault());
      Thread.sleep(round.quiet());
      Persistence.await(PROGRESS_WITHIN, () -> rest.results() > results || rest.unfinished() == 0);
    }
    for (Repair repair : schedule.last()) {
      out.println("at last: " + repair);
      injection.apply(repair);
    }
    boolean reached = Persistence.await(REST_WITHIN, () -> rest.isReached(schedule.grids()));
    replicas.forEach(replica -> out.printf("%s ended %d times%n", replica.name(), replica.ends()));
    if (!reached) {
      out.printf("no rest within %d s%n", REST_WITHIN.toSeconds());
    }
    List<Fact> facts = new EtcdHistory(plane.etcdPort()).read();
    Verdict verdict = Judge.judge(facts, injection.deleted(), PLACES, schedule.grids());
    if (!verdict.violations().isEmpty()) {
      Files.write(record, facts.stream().map(Fact::toString).toList());
      verdict.violations().forEach(out::println);
      out.println("the history is in " + record);
    }
    return verdict;
  }

  /** Whether pods are given what they are to end with: a policy takes a moment to be in force. */
  private boolean isPlayed() {
    Pod probe =
        new PodBuilder()
            .withNewMetadata()
            .withName("probe")
            .withNamespace(NAMESPACE)
            .addToAnnotations(Api.GROUP + "/work", "gate/probe")
            .endMetadata()
            .withNewSpec()
            .addNewContainer()
            .withName("worker")
            .withImage("localhost/pause:1")
            .withArgs("--request", "{}")
            .endContainer()
            .endSpec()
            .build();
    Pod made = client.resource(probe).dryRun().create();
    return made.getMetadata().getAnnotations().containsKey(PlayedWorker.MESSAGE);
  }

  @Override
  public void close() throws IOException, InterruptedException {
    for (Replica replica : replicas) {
      replica.close();
      replica.proxy().close();
    }
    kubelets.close();
    client.close();
  }
}
