package io.transferstudy.operator.kube;

import io.fabric8.kubeapitest.KubeAPIServer;
import io.fabric8.kubeapitest.KubeAPIServerConfigBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.transferstudy.operator.study.TolerantReading;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * An API server with etcd, started once for all tests of a run.
 *
 * <p>Its programs are looked for in the folder that the property {@code kube.bin} or the variable
 * {@code KUBE_BIN} names (as unpacked), then unpacked by {@code ../shared/kube/unpack} beside the
 * repository; downloaded only with {@code -Dkube.download=true}.
 */
public final class ApiServer {
  private static final String VERSION = "1.36.3";
  private static final List<String> CRDS =
      List.of("crds/transferstudies.yaml", "crds/transfercells.yaml");
  private static String kubeConfig;

  private ApiServer() {}

  /**
   * A client of the server; without programs the test is skipped, or fails if they are required.
   */
  public static synchronized KubernetesClient client() {
    if (kubeConfig == null) {
      kubeConfig = start();
      try (KubernetesClient admin = connect()) {
        for (String crd : CRDS) {
          try (InputStream yaml = ApiServer.class.getResourceAsStream("/" + crd)) {
            admin.load(yaml).create();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        }
      }
    }
    return connect();
  }

  /** A client of somebody who has only the rights that roles give. */
  public static KubernetesClient client(String user) {
    client().close(); // so that the server has started
    Config config = Config.fromKubeconfig(kubeConfig);
    config.setImpersonateUsername(user);
    return connect(config);
  }

  /** For a process of its own: a file to name in {@code KUBECONFIG}, with all rights. */
  public static synchronized Path kubeConfigFile(Path folder) throws IOException {
    client().close(); // starts it
    return Files.writeString(folder.resolve("kubeconfig"), kubeConfig);
  }

  private static KubernetesClient connect() {
    return connect(Config.fromKubeconfig(kubeConfig));
  }

  private static KubernetesClient connect(Config config) {
    return new KubernetesClientBuilder()
        .withConfig(config)
        .withKubernetesSerialization(TolerantReading.serialization())
        .build();
  }

  /** A new namespace that enforces the restricted Pod Security level. */
  public static String namespace(KubernetesClient client) {
    String name = "test-" + UUID.randomUUID().toString().substring(0, 8);
    client
        .resource(
            new NamespaceBuilder()
                .withNewMetadata()
                .withName(name)
                .addToLabels("pod-security.kubernetes.io/enforce", "restricted")
                .endMetadata()
                .build())
        .create();
    client
        .resource(
            new ServiceAccountBuilder()
                .withNewMetadata()
                .withName("default")
                .withNamespace(name)
                .endMetadata()
                .build())
        .create();
    return name;
  }

  private static String start() {
    var config =
        KubeAPIServerConfigBuilder.anAPIServerConfig()
            .withApiServerVersion(VERSION)
            .withUpdateKubeConfig(false)
            .withApiServerFlags(List.of("--bind-address", "127.0.0.1"));
    if (!Boolean.getBoolean("kube.download")) {
      Optional<Path> programs = programs();
      if (programs.isEmpty()) {
        String why =
            "no API server: set -Dkube.bin=FOLDER or KUBE_BIN to the unpacked programs,"
                + " or allow a download with -Dkube.download=true";
        if (Boolean.getBoolean("kube.required")) {
          Assertions.fail(why);
        }
        Assumptions.abort(why);
      }
      config.withOfflineMode(true).withTestDir(programs.orElseThrow().toString());
    }
    var server = new KubeAPIServer(config.build());
    server.start();
    Runtime.getRuntime().addShutdownHook(new Thread(server::stop));
    return server.getKubeConfigYaml();
  }

  private static Optional<Path> programs() {
    String given = System.getProperty("kube.bin", System.getenv().getOrDefault("KUBE_BIN", ""));
    if (!given.isBlank()) {
      return Optional.of(Path.of(given)).filter(folder -> Files.isDirectory(folder.resolve("k8s")));
    }
    Path shared = Path.of(System.getProperty("shared.dir", "../../shared"));
    Path unpack = shared.resolve("kube/unpack").toAbsolutePath().normalize();
    if (!Files.isExecutable(unpack)) {
      return Optional.empty();
    }
    try {
      Process process = new ProcessBuilder(unpack.toString()).redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException(unpack + " failed: " + said);
      }
      return Optional.of(Path.of(said.strip().lines().toList().getLast()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
