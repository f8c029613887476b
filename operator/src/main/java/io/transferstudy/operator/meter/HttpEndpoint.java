package io.transferstudy.operator.meter;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Serves {@code /metrics}, {@code /health/live} and {@code /health/ready}. */
public final class HttpEndpoint implements AutoCloseable {
  private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

  private final HttpServer server;
  private final ExecutorService threads =
      Executors.newFixedThreadPool(2, Thread.ofPlatform().daemon().name("http-", 0).factory());

  /**
   * Starts serving.
   *
   * @param port 0 for any free one
   * @param scrape the meters in Prometheus' text format
   * @param live whether the process should go on
   * @param ready whether it has started
   * @throws IOException if the port is taken
   */
  public HttpEndpoint(
      int port, Supplier<String> scrape, BooleanSupplier live, BooleanSupplier ready)
      throws IOException {
    server = HttpServer.create(new InetSocketAddress(port), 0);
    server.setExecutor(threads);
    server.createContext("/metrics", exchange -> answer(exchange, true, scrape));
    server.createContext("/health/live", exchange -> health(exchange, live));
    server.createContext("/health/ready", exchange -> health(exchange, ready));
    server.start();
  }

  /** The port that it listens on. */
  public int port() {
    return server.getAddress().getPort();
  }

  private static void health(HttpExchange exchange, BooleanSupplier check) throws IOException {
    boolean healthy = check.getAsBoolean();
    answer(exchange, healthy, () -> healthy ? "ok\n" : "not ok\n");
  }

  private static void answer(HttpExchange exchange, boolean healthy, Supplier<String> text)
      throws IOException {
    try (exchange) {
      byte[] body = text.get().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", PROMETHEUS);
      exchange.sendResponseHeaders(
          healthy ? HttpURLConnection.HTTP_OK : HttpURLConnection.HTTP_UNAVAILABLE, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    server.stop(1);
    threads.shutdown();
  }
}
