package io.transferstudy.bench.chaos;

import io.transferstudy.bench.OperatorCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** One of the operator's processes. Whenever it ends it is started again, as a kubelet would. */
final class Replica implements AutoCloseable {
  static final String NAMESPACE = "operators";
  private static final long RESTART_MILLIS = 500;

  private final String name;
  private final EventProxy proxy;
  private final ProcessBuilder builder;
  private Process process;
  private int ends;
  private boolean closed;

  /**
   * Starts it.
   *
   * @param proxy through which it reaches the API server, as its kubeconfig says
   * @param places workers of all studies together, at most
   */
  Replica(String name, EventProxy proxy, Path kubeconfig, int places, Path log) throws IOException {
    this.name = name;
    this.proxy = proxy;
    builder =
        OperatorCommand.of(kubeconfig, "256m", places, 0)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().put("TRANSFER_STUDY_TOTAL_PARALLELISM", String.valueOf(places));
    builder.environment().put("POD_NAMESPACE", NAMESPACE);
    process = start();
    Runtime.getRuntime().addShutdownHook(new Thread(this::end, name));
  }

  private Process start() throws IOException {
    Process started = builder.start();
    started.onExit().thenRun(() -> ended(started));
    return started;
  }

  private synchronized void ended(Process which) {
    if (closed || which != process) {
      return;
    }
    ends++;
    try {
      Thread.sleep(RESTART_MILLIS); // one that ends at once does not take a whole core
      process = start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  String name() {
    return name;
  }

  /** What stands between it and the API server. */
  EventProxy proxy() {
    return proxy;
  }

  /** Whether it ever held the lease. */
  boolean hasLed() {
    return proxy.leaseWritten() > Long.MIN_VALUE;
  }

  /** How often it has ended, killed or by itself. */
  synchronized int ends() {
    return ends;
  }

  synchronized void signal(Signal signal) throws IOException, InterruptedException {
    signal.send(process.pid());
  }

  @Override
  public void close() throws InterruptedException {
    end().waitFor();
  }

  private synchronized Process end() {
    closed = true;
    return process.destroyForcibly();
  }
}
