package io.transferstudy.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The operator as a process of this machine, with the heap that the chart gives it. */
final class OperatorProcess implements AutoCloseable {
  private static final int PORT = 18_080;

  private final Process process;
  private final HttpClient http = HttpClient.newHttpClient();

  /**
   * Starts it and waits until it is ready.
   *
   * @param heap such as 256m
   * @param parallelism workers of one study
   */
  OperatorProcess(Path kubeconfig, String heap, int parallelism, Path log)
      throws IOException, InterruptedException {
    process =
        OperatorCommand.of(kubeconfig, heap, parallelism, PORT)
            .redirectOutput(log.toFile())
            .start();
    while (!ready()) {
      if (!process.isAlive()) {
        throw new IOException("the operator ended: " + Files.readString(log));
      }
      Thread.sleep(100);
    }
  }

  private boolean ready() throws InterruptedException {
    try {
      return http.send(request("/health/ready"), BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false; // does not listen yet
    }
  }

  private static HttpRequest request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + PORT + path)).build();
  }

  /** Its own meters. */
  Meters meters() throws IOException, InterruptedException {
    return Meters.parse(http.send(request("/metrics"), BodyHandlers.ofString()).body());
  }

  /** Resident memory at its highest, in MiB. */
  long residentMiB() throws IOException {
    try (Stream<String> lines = Files.lines(Path.of("/proc/" + process.pid() + "/status"))) {
      return lines
              .filter(line -> line.startsWith("VmHWM:"))
              .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
              .findFirst()
              .orElse(0)
          / 1024;
    }
  }

  /** CPU time so far, in seconds. */
  double cpuSeconds() {
    return process.info().totalCpuDuration().map(d -> d.toMillis() / 1e3).orElse(0.0);
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    process.waitFor();
  }
}
