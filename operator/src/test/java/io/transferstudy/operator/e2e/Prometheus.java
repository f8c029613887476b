package io.transferstudy.operator.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;

/** Debian's Prometheus on this machine, scraping one target every second. */
final class Prometheus implements AutoCloseable {
  private static final Path PROGRAM = Path.of("/usr/bin/prometheus");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http = HttpClient.newHttpClient();
  private final Path folder;
  private final int port;
  private final Process process;

  private Prometheus(Path folder, int port, Process process) {
    this.folder = folder;
    this.port = port;
    this.process = process;
  }

  /** What keeps it from starting, with the remedy. */
  static Optional<String> obstacle() {
    return Files.isExecutable(PROGRAM)
        ? Optional.empty()
        : Optional.of("no " + PROGRAM + ": apt-get install prometheus");
  }

  static Prometheus start(Lab lab) throws IOException {
    Path folder = lab.folder("prometheus");
    Files.writeString(
        folder.resolve("prometheus.yml"),
        """
        global: {scrape_interval: 1s}
        scrape_configs:
          - job_name: operator
            file_sd_configs:
              - {files: [targets.json], refresh_interval: 2s}
        """);
    int port;
    try (var socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    Process process =
        lab.program(
            "prometheus",
            List.of(
                PROGRAM.toString(),
                "--config.file=" + folder.resolve("prometheus.yml"),
                "--storage.tsdb.path=" + folder.resolve("data"),
                "--web.listen-address=127.0.0.1:" + port));
    return new Prometheus(folder, port, process);
  }

  /** Scrapes that address from now on, and no other. */
  void scrape(String address) throws IOException {
    Path next = folder.resolve("targets.json.next");
    Files.writeString(next, "[{\"targets\": [\"" + address + "\"]}]");
    Files.move(next, folder.resolve("targets.json"), StandardCopyOption.ATOMIC_MOVE);
  }

  /** The series that a query answers with now, those without a value (NaN) left out. */
  List<JsonNode> query(String query) {
    var request =
        HttpRequest.newBuilder(
                URI.create(
                    "http://127.0.0.1:"
                        + port
                        + "/api/v1/query?query="
                        + URLEncoder.encode(query, StandardCharsets.UTF_8)))
            .build();
    try {
      String body = http.send(request, HttpResponse.BodyHandlers.ofString()).body();
      JsonNode answer = JSON.readTree(body);
      if (!answer.path("status").asText().equals("success")) {
        throw new AssertionError(query + ": " + body);
      }
      return answer
          .path("data")
          .path("result")
          .valueStream()
          .filter(series -> Double.isFinite(series.path("value").path(1).asDouble(Double.NaN)))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted in " + query, e);
    }
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
  }
}
