package io.transferstudy.operator.e2e;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.transferstudy.operator.study.TolerantReading;
import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A cluster with one real node, this build's images on it.
 *
 * <p>The kit is looked for in the folder that the property {@code kube.lab} or the variable {@code
 * KUBE_LAB} names, then in {@code ../shared/kube} beside the repository.
 */
final class Lab implements AutoCloseable {
  private static final Duration SOON = Duration.ofMinutes(2);
  private static final Path IMAGES = Path.of("target");
  private static final List<Path> TARS =
      List.of(
          Shell.ROOT.resolve("operator/target/transfer-study-operator.tar"),
          Shell.ROOT.resolve("worker/target/transfer-study-worker.tar"));

  private final Path kit;
  private final Path home;
  private final Path programs;
  private final Shell shell;
  private final FileChannel lock;
  private final KubernetesClient client;

  private Lab(Path kit, Path home, FileChannel lock) throws IOException {
    this.kit = kit;
    this.home = home;
    this.lock = lock;
    Path log = IMAGES.toAbsolutePath().resolve("e2e.log");
    var unpacking = new Shell(Map.of(), log);
    List<String> said =
        unpacking.run(SOON, List.of(kit.resolve("unpack").toString())).strip().lines().toList();
    programs = Path.of(said.getLast());
    Path cluster = home.resolve("lab");
    shell =
        new Shell(
            Map.of(
                "LAB_HOME", cluster.toString(),
                "LAB_KWOK_TAINT", "1", // what does not ask for a fake node gets the real one
                "KUBECONFIG", cluster.resolve("pki/admin.kubeconfig").toString()),
            log);
    Runtime.getRuntime().addShutdownHook(new Thread(this::down));
    lab("up");
    lab("node");
    TARS.forEach(tar -> lab("image", tar.toString()));
    Config config = Config.fromKubeconfig(cluster.resolve("pki/admin.kubeconfig").toFile());
    client =
        new KubernetesClientBuilder()
            .withConfig(config)
            .withKubernetesSerialization(TolerantReading.serialization())
            .build();
  }

  /** What keeps the lab from starting on this machine, with the remedy. */
  static Optional<String> obstacle() {
    if (kit().isEmpty()) {
      return Optional.of("no lab cluster: set -Dkube.lab=FOLDER or KUBE_LAB to the kit's folder");
    }
    if (!"root".equals(System.getProperty("user.name"))) {
      return Optional.of("the lab's real node needs root");
    }
    for (Path tar : TARS) {
      if (!Files.exists(tar)) {
        return Optional.of(
            "no " + tar.getFileName() + ": make it with ./mvnw -Pimages package -DskipTests");
      }
    }
    return Prometheus.obstacle();
  }

  /** The kit's folder, if it is on this machine. */
  static Optional<Path> kit() {
    String given = System.getProperty("kube.lab", System.getenv().getOrDefault("KUBE_LAB", ""));
    Path kit = given.isBlank() ? shared().resolve("kube") : Path.of(given);
    return Optional.of(kit.toAbsolutePath().normalize())
        .filter(k -> Files.isExecutable(k.resolve("lab")));
  }

  /** Where reference data is, which tests read in place. */
  static Path shared() {
    return Path.of(System.getProperty("shared.dir", Shell.ROOT.resolve("../shared").toString()))
        .toAbsolutePath()
        .normalize();
  }

  /** Starts it; waits while another test run of this machine has one. */
  static Lab start() throws IOException {
    // One real node per machine: its sockets, cgroup and bridge have fixed names.
    var lock =
        FileChannel.open(
            Path.of(System.getProperty("java.io.tmpdir"), "transfer-study-lab.lock"),
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE);
    lock.lock();
    return new Lab(kit().orElseThrow(), Files.createTempDirectory("ts-e2e"), lock);
  }

  /** A client with all rights. */
  KubernetesClient client() {
    return client;
  }

  /** Runs kubectl as cluster administrator. */
  String kubectl(String... arguments) {
    var command = new ArrayList<>(List.of(programs.resolve("kubectl").toString()));
    command.addAll(List.of(arguments));
    return shell.run(SOON, command);
  }

  /** Runs Helm against the cluster. */
  String helm(String... arguments) {
    var command = new ArrayList<>(List.of(programs.resolve("helm").toString()));
    command.addAll(List.of(arguments));
    return shell.run(SOON, command);
  }

  /** A folder of the lab's own. */
  Path folder(String name) throws IOException {
    return Files.createDirectories(home.resolve(name));
  }

  /** Starts a program of this machine, its output in a file of that name in the lab's folder. */
  Process program(String name, List<String> command) throws IOException {
    return shell.start(home.resolve(name + ".log"), command);
  }

  /**
   * Makes a volume on the node that only one claim may have.
   *
   * @return the folder behind it
   */
  Path volume(String namespace, String claim) throws IOException {
    Path folder = folder("volumes/" + namespace + "/" + claim);
    shell.run(SOON, List.of("chmod", "777", folder.toString()));
    client
        .resource(
            """
            apiVersion: v1
            kind: PersistentVolume
            metadata:
              name: %1$s-%2$s
            spec:
              capacity: {storage: 1Gi}
              accessModes: [ReadWriteOnce]
              persistentVolumeReclaimPolicy: Retain
              claimRef: {namespace: %1$s, name: %2$s}
              local: {path: %3$s}
              nodeAffinity:
                required:
                  nodeSelectorTerms:
                    - matchExpressions:
                        - {key: kubernetes.io/hostname, operator: In, values: [node1]}
            """
                .formatted(namespace, claim, folder))
        .create();
    return folder;
  }

  /** Makes a volume with a copy of files, and its claim. */
  void volumeWith(String namespace, String claim, Path source, String target) throws IOException {
    Path copy = volume(namespace, claim).resolve(target);
    Files.createDirectories(copy.getParent());
    shell.run(SOON, List.of("cp", "-r", source.toString(), copy.toString()));
    shell.run(SOON, List.of("chmod", "-R", "a+rX", copy.getParent().toString()));
    client
        .resource(
            """
            apiVersion: v1
            kind: PersistentVolumeClaim
            metadata: {name: %s, namespace: %s}
            spec:
              accessModes: [ReadWriteOnce]
              resources: {requests: {storage: 1Gi}}
            """
                .formatted(claim, namespace))
        .create();
  }

  /** Lets the real node offer GPUs, without devices. */
  void gpus(int count) {
    lab("gpus", String.valueOf(count));
  }

  /** Adds fake nodes, labelled {@code type=kwok} and tainted, whose pods are played. */
  void fakeNodes(int nodes, int gpusEach) {
    lab("kwok", String.valueOf(nodes), String.valueOf(gpusEach));
  }

  /** Starts Kueue. */
  void kueue() {
    lab("kueue");
  }

  private void lab(String... arguments) {
    var command = new ArrayList<>(List.of(kit.resolve("lab").toString()));
    command.addAll(List.of(arguments));
    shell.run(SOON, command);
  }

  private synchronized void down() {
    if (Files.exists(home)) {
      lab("down");
      try (Stream<Path> files = Files.walk(home)) {
        files.map(Path::toFile).sorted((a, b) -> b.compareTo(a)).forEach(File::delete);
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }
  }

  @Override
  public void close() throws IOException {
    client.close();
    down();
    lock.close();
  }
}
