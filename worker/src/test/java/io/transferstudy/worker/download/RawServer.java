package io.transferstudy.worker.download;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** An HTTP server on 127.0.0.1 that writes the bytes it is told, one request a connection. */
final class RawServer implements AutoCloseable {
  /** A request as it came; names of headers in lower case. */
  record Request(String target, Map<String, String> headers) {
    String header(String name) {
      return headers.getOrDefault(name, "");
    }

    /** The first byte that is wanted. */
    int from() {
      String range = header("range");
      return range.isEmpty() ? 0 : Integer.parseInt(range.replaceAll("bytes=([0-9]+)-", "$1"));
    }
  }

  /** Writes an answer; returning ends the connection. */
  interface Answer {
    void to(Request request, OutputStream out) throws IOException, InterruptedException;
  }

  /** What the server says to the n-th request, from 0. */
  interface Script {
    Answer answer(int number);
  }

  private final ServerSocket socket;
  private final Script script;
  private final List<Request> requests = new CopyOnWriteArrayList<>();

  RawServer(Script script) throws IOException {
    this.script = script;
    socket = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
    Thread.ofVirtual().start(this::serve);
  }

  String address(String target) {
    return "http://127.0.0.1:" + port() + target;
  }

  int port() {
    return socket.getLocalPort();
  }

  List<Request> requests() {
    return requests;
  }

  private void serve() {
    while (!socket.isClosed()) {
      try {
        Socket connection = socket.accept();
        Thread.ofVirtual().start(() -> answer(connection));
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private void answer(Socket connection) {
    try (connection) {
      Request request = read(connection);
      int number;
      synchronized (this) {
        number = requests.size();
        requests.add(request);
      }
      script.answer(number).to(request, connection.getOutputStream());
      connection.getOutputStream().flush();
    } catch (IOException | InterruptedException e) {
      // The client went away: some of these tests want just that.
    }
  }

  private static Request read(Socket connection) throws IOException {
    var in =
        new BufferedReader(
            new InputStreamReader(connection.getInputStream(), StandardCharsets.ISO_8859_1));
    String first = in.readLine();
    if (first == null) {
      throw new IOException("no request");
    }
    var headers = new TreeMap<String, String>();
    for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    return new Request(first.split(" ")[1], headers);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  /** A whole answer as bytes: status line, header lines, an empty line, the body. */
  static byte[] message(String status, List<String> headers, byte[] body) {
    String head =
        "HTTP/1.1 "
            + status
            + "\r\nConnection: close\r\n"
            + String.join("", headers.stream().map(h -> h + "\r\n").toList())
            + "\r\n";
    byte[] start = head.getBytes(StandardCharsets.ISO_8859_1);
    var bytes = new byte[start.length + body.length];
    System.arraycopy(start, 0, bytes, 0, start.length);
    System.arraycopy(body, 0, bytes, start.length, body.length);
    return bytes;
  }

  /** An answer without a body. */
  static Answer status(String status, String... headers) {
    return (_, out) -> {
      var all = new ArrayList<>(List.of(headers));
      all.add("Content-Length: 0");
      out.write(message(status, all, new byte[0]));
    };
  }

  /** A good server of one file: ranges, and the whole file where the tag is another. */
  static Answer file(byte[] content, String tag) {
    return (request, out) -> out.write(reply(content, tag, request));
  }

  /** The same, cut after that many bytes of the answer, its head included. */
  static Answer cut(byte[] content, String tag, int after) {
    return (request, out) -> {
      byte[] reply = reply(content, tag, request);
      out.write(reply, 0, Math.min(after, reply.length));
    };
  }

  static byte[] reply(byte[] content, String tag, Request request) {
    boolean part = request.from() > 0 && request.header("if-range").equals(tag);
    int from = part ? request.from() : 0;
    byte[] body = Arrays.copyOfRange(content, from, content.length);
    return part
        ? message(
            "206 Partial Content",
            List.of(
                "ETag: " + tag,
                "Content-Length: " + body.length,
                "Content-Range: bytes %d-%d/%d"
                    .formatted(from, content.length - 1, content.length)),
            body)
        : message("200 OK", List.of("ETag: " + tag, "Content-Length: " + body.length), body);
  }
}
