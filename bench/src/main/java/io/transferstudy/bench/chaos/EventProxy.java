package io.transferstudy.bench.chaos;

import io.fabric8.kubernetes.client.internal.SSLUtils;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Stands between an operator and the API server on 127.0.0.1 and passes everything on, but may
 * repeat, delay and cut watches. To the server it is the administrator.
 */
final class EventProxy implements AutoCloseable {
  private static final long START = System.nanoTime();

  private final SSLServerSocket listener;
  private final SSLContext behind;
  private final int serverPort;
  private final Set<Relay> open = ConcurrentHashMap.newKeySet();
  private volatile Disturbance disturbance = Disturbance.NONE;
  private volatile long leaseWritten = Long.MIN_VALUE;

  /** One before a control plane's API server. */
  EventProxy(ControlPlane plane) throws IOException, GeneralSecurityException {
    TrustManager[] trusted =
        SSLUtils.trustManagers(null, plane.pki("ca.crt").toString(), false, null, null);
    behind = SSLUtils.sslContext(keys(plane, "admin"), trusted);
    serverPort = plane.port();
    SSLContext before = SSLUtils.sslContext(keys(plane, "apiserver"), trusted);
    listener =
        (SSLServerSocket)
            before
                .getServerSocketFactory()
                .createServerSocket(0, 100, InetAddress.getLoopbackAddress());
    Thread.ofPlatform().daemon().name("proxy").start(this::accept);
  }

  private static KeyManager @Nullable [] keys(ControlPlane plane, String name)
      throws IOException, GeneralSecurityException {
    return SSLUtils.keyManagers(
        null,
        plane.pki(name + ".crt").toString(),
        null,
        plane.pki(name + ".key").toString(),
        "EC",
        "",
        null,
        null);
  }

  /** Writes a kubeconfig that leads here instead of to the API server. */
  void writeKubeconfig(Path original, Path target) throws IOException {
    Files.writeString(
        target,
        Files.readString(original)
            .replace("127.0.0.1:" + serverPort, "127.0.0.1:" + listener.getLocalPort()));
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        Thread.ofVirtual().start(() -> relay(client));
      } catch (IOException e) {
        // closed, or a client that went away at once
      }
    }
  }

  private void relay(Socket client) {
    try (client;
        Socket server =
            behind.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), serverPort);
        var relay = new Relay(client, server, () -> disturbance, this::succeeded)) {
      open.add(relay);
      try {
        relay.run();
      } finally {
        open.remove(relay);
      }
    } catch (IOException e) {
      // One side went away: the other one notices by its closed connection.
    }
  }

  private void succeeded(HttpHead request) {
    if (request.isLeaseWrite()) {
      leaseWritten = System.nanoTime() - START;
    }
  }

  /** When the lease was last taken or renewed through here: the one of the leader is the latest. */
  long leaseWritten() {
    return leaseWritten;
  }

  /** From now on. */
  void disturb(Disturbance now) {
    disturbance = now;
  }

  /** Cuts the open watches; returns how many there were. */
  int cutWatches() {
    var watches = open.stream().filter(Relay::isWatching).toList();
    watches.forEach(Relay::close);
    return watches.size();
  }

  @Override
  public void close() throws IOException {
    listener.close();
    open.forEach(Relay::close);
  }
}
