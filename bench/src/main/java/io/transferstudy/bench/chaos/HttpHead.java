package io.transferstudy.bench.chaos;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Start line and headers of an HTTP/1.1 message.
 *
 * @param bytes as they came, with the empty line
 */
record HttpHead(byte[] bytes) {
  private static final int SWITCHING_PROTOCOLS = 101;

  /** Reads one; empty if the other side has nothing more to say. */
  static Optional<HttpHead> read(InputStream in) throws IOException {
    var bytes = new ByteArrayOutputStream();
    int newlines = 0;
    while (newlines < 2) {
      int next = in.read();
      if (next < 0) {
        return Optional.empty();
      }
      bytes.write(next);
      if (next == '\n') {
        newlines++;
      } else if (next != '\r') {
        newlines = 0;
      }
    }
    return Optional.of(new HttpHead(bytes.toByteArray()));
  }

  private List<String> lines() {
    return new String(bytes, StandardCharsets.ISO_8859_1).lines().toList();
  }

  String startLine() {
    return lines().getFirst();
  }

  /** Of a response. */
  int status() {
    return Integer.parseInt(startLine().split(" ", -1)[1]);
  }

  /** The value of a header. */
  Optional<String> header(String name) {
    String prefix = name.toLowerCase(Locale.ROOT) + ":";
    return lines().stream()
        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(prefix))
        .map(line -> line.substring(prefix.length()).strip())
        .findFirst();
  }

  boolean isChunked() {
    return header("transfer-encoding").filter("chunked"::equalsIgnoreCase).isPresent();
  }

  /** Of the body; 0 without one. */
  long length() {
    return header("content-length").map(Long::parseLong).orElse(0L);
  }

  /** Of a response: the connection belongs to a WebSocket from here on. */
  boolean isUpgrade() {
    return status() == SWITCHING_PROTOCOLS;
  }

  /** Of a response: another one follows. */
  boolean isInterim() {
    return status() < 200 && !isUpgrade();
  }

  /** Of a request. */
  boolean isWatch() {
    return startLine().contains("watch=true") || startLine().contains("watch=1");
  }

  /** Of a request: whether it renews or takes a lease. */
  boolean isLeaseWrite() {
    return !startLine().startsWith("GET ") && startLine().contains("/leases");
  }

  /** Of a response. */
  boolean isSuccess() {
    return status() >= 200 && status() < 300;
  }

  /** Of a response to a request: whether it has no body whatever its headers say. */
  boolean isBodiless(HttpHead request) {
    return status() == 204 || status() == 304 || request.startLine().startsWith("HEAD ");
  }
}
