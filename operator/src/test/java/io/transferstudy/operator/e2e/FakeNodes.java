package io.transferstudy.operator.e2e;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.transferstudy.operator.study.TolerantReading;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A control plane with scheduler and controllers at 127.0.0.1, whose nodes are played: for what
 * only a scheduler can show. Any number of them runs on one machine, and without root.
 */
final class FakeNodes implements AutoCloseable {
  private static final Duration SOON = Duration.ofMinutes(2);

  private final Path kit;
  private final Path home;
  private final Shell shell;

  private FakeNodes(Path kit, Path home, Shell shell) {
    this.kit = kit;
    this.home = home;
    this.shell = shell;
  }

  /** What keeps it from starting on this machine, with the remedy. */
  static Optional<String> obstacle() {
    return Lab.kit().isPresent()
        ? Optional.empty()
        : Optional.of("no lab cluster: set -Dkube.lab=FOLDER or KUBE_LAB to the kit's folder");
  }

  /** Starts one with so many nodes and the custom resources. */
  static FakeNodes start(int nodes) throws IOException {
    Path home = Files.createTempDirectory("ts-fake");
    int etcd = twoFreePorts();
    var shell =
        new Shell(
            Map.of(
                "LAB_HOME", home.toString(),
                "LAB_ADDRESS", "127.0.0.1",
                "LAB_PORT", String.valueOf(twoFreePorts()),
                "LAB_ETCD_PORT", String.valueOf(etcd)),
            Path.of("target").toAbsolutePath().resolve("fake-nodes.log"));
    var started = new FakeNodes(Lab.kit().orElseThrow(), home, shell);
    Runtime.getRuntime().addShutdownHook(new Thread(started::close));
    started.lab("up");
    started.lab("kwok", String.valueOf(nodes));
    try (KubernetesClient client = started.client()) {
      for (String plural : List.of("transferstudies", "transfercells")) {
        try (InputStream yaml = FakeNodes.class.getResourceAsStream("/crds/" + plural + ".yaml")) {
          client.load(yaml).create();
        }
      }
    }
    return started;
  }

  /** A client with all rights. */
  KubernetesClient client() {
    return new KubernetesClientBuilder()
        .withConfig(Config.fromKubeconfig(home.resolve("pki/admin.kubeconfig").toFile()))
        .withKubernetesSerialization(TolerantReading.serialization())
        .build();
  }

  /** The first of two neighbours that nobody listened at a moment ago. */
  private static int twoFreePorts() throws IOException {
    while (true) {
      try (var first = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        int port = first.getLocalPort();
        try (var second = new ServerSocket(port + 1, 1, InetAddress.getLoopbackAddress())) {
          return second.getLocalPort() - 1;
        } catch (IOException e) {
          continue; // the next one is taken
        }
      }
    }
  }

  private void lab(String... arguments) {
    shell.run(
        SOON,
        Stream.concat(Stream.of(kit.resolve("lab").toString()), Stream.of(arguments)).toList());
  }

  @Override
  public synchronized void close() {
    if (Files.exists(home)) {
      lab("down");
      try (Stream<Path> files = Files.walk(home)) {
        files.map(Path::toFile).sorted((a, b) -> b.compareTo(a)).forEach(java.io.File::delete);
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }
  }
}
