package io.transferstudy.bench.chaos;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The lab's control plane with played nodes, as processes of this machine that can be stopped and
 * killed one by one. It listens on 127.0.0.1 only, on ports that were free.
 */
final class ControlPlane implements AutoCloseable {
  /** So that etcd keeps everything that ever happened, in a form that is easily read. */
  private static final int MOST_TRIES = 5;

  private static final String KEEP_HISTORY =
      "--storage-media-type=application/json --etcd-compaction-interval=0";

  private static final int LOWEST_PORT = 20_000;
  private static final int HIGHEST_PORT = 32_000; // clients' ports begin at 32,768

  private final Path lab;
  private final Path home;
  private final int port;
  private final int etcdPort;
  private boolean closed;

  /**
   * Starts it.
   *
   * @param lab the kit's program
   * @param home folder for state and logs
   */
  ControlPlane(Path lab, Path home, int nodes) throws IOException, InterruptedException {
    this.lab = lab;
    this.home = home;
    this.port = freePair();
    this.etcdPort = freePair();
    Runtime.getRuntime().addShutdownHook(new Thread(this::close, "down"));
    up();
    run("kwok", String.valueOf(nodes));
  }

  /**
   * A free port whose successor, on which etcd talks to its peers, is free too. Not one of those
   * that the system gives to clients: a client that dials a server which is down could be given
   * that very port, connect to itself, and keep the server from coming back.
   */
  private static int freePair() {
    while (true) {
      int port = ThreadLocalRandom.current().nextInt(LOWEST_PORT, HIGHEST_PORT);
      if (isFree(port) && isFree(port + 1)) {
        return port;
      }
    }
  }

  private static boolean isFree(int port) {
    try (var _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Starts what does not run, and waits until it answers. */
  void up() throws IOException, InterruptedException {
    for (int tries = 1; ; tries++) {
      try {
        run("up");
        return;
      } catch (IOException e) {
        if (tries == MOST_TRIES) { // a busy machine takes longer than the kit waits
          throw e;
        }
      }
    }
  }

  private void run(String... arguments) throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of(lab.toString()));
    command.addAll(List.of(arguments));
    Files.createDirectories(home);
    Path log = home.resolve("lab.log");
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder
        .environment()
        .putAll(
            Map.of(
                "LAB_HOME", home.toString(),
                "LAB_ADDRESS", "127.0.0.1",
                "LAB_PORT", String.valueOf(port),
                "LAB_ETCD_PORT", String.valueOf(etcdPort),
                "LAB_APISERVER_ARGS", KEEP_HISTORY));
    int code = builder.start().waitFor();
    if (code != 0) {
      throw new IOException(
          "lab %s failed with %d; see %s".formatted(String.join(" ", arguments), code, log));
    }
  }

  int port() {
    return port;
  }

  int etcdPort() {
    return etcdPort;
  }

  /** A file of the cluster's own certificates. */
  Path pki(String file) {
    return home.resolve("pki").resolve(file);
  }

  /** A file for a program's log. */
  Path log(String name) {
    return home.resolve("log").resolve(name + ".log");
  }

  /**
   * Sends a signal to a component.
   *
   * @param component such as etcd
   */
  void signal(String component, Signal signal) throws IOException, InterruptedException {
    String recorded = Files.readString(home.resolve("pid").resolve(component));
    signal.send(Long.parseLong(recorded.split(" ", -1)[0]));
  }

  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      signal("etcd", Signal.CONT); // a stopped process would not hear that it is to end
      run("down");
    } catch (IOException e) {
      System.err.println(e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
