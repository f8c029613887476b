package io.transferstudy.bench.chaos;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * One connection of a client with one to the server behind it. All is passed on as it is, but for
 * the events of watches, be they lines of a chunked response or frames of a WebSocket.
 */
final class Relay implements AutoCloseable {
  private static final int TEXT = 1;
  private static final int BINARY = 2;

  private final Socket client;
  private final Socket server;
  private final Supplier<Disturbance> disturbance;
  private final Consumer<HttpHead> succeeded;
  private volatile boolean watching;

  /**
   * A relay between two open connections.
   *
   * @param succeeded hears every request that was answered with success
   */
  Relay(
      Socket client,
      Socket server,
      Supplier<Disturbance> disturbance,
      Consumer<HttpHead> succeeded) {
    this.client = client;
    this.server = server;
    this.disturbance = disturbance;
    this.succeeded = succeeded;
  }

  /** Whether a watch is open. */
  boolean isWatching() {
    return watching;
  }

  /** Passes on until one side ends. */
  void run() throws IOException {
    var asked = new BufferedInputStream(client.getInputStream());
    var answered = new DataInputStream(new BufferedInputStream(server.getInputStream()));
    OutputStream toServer = server.getOutputStream();
    OutputStream toClient = client.getOutputStream();
    Optional<HttpHead> request = HttpHead.read(asked);
    while (request.isPresent()) {
      HttpHead question = request.get();
      toServer.write(question.bytes());
      body(question, asked, toServer);
      HttpHead answer = head(answered);
      while (answer.isInterim()) {
        toClient.write(answer.bytes());
        answer = head(answered);
      }
      if (answer.isSuccess()) {
        succeeded.accept(question);
      }
      toClient.write(answer.bytes());
      toClient.flush();
      watching = question.isWatch() && (answer.isUpgrade() || answer.status() == 200);
      if (answer.isUpgrade()) {
        webSocket(asked, toServer, answered, toClient);
        return;
      }
      if (watching && answer.isChunked()) {
        lines(answered, toClient);
      } else if (!answer.isBodiless(question)) {
        body(answer, answered, toClient);
      }
      watching = false;
      request = HttpHead.read(asked);
    }
  }

  private static HttpHead head(InputStream in) throws IOException {
    return HttpHead.read(in).orElseThrow(EOFException::new);
  }

  private static void body(HttpHead head, InputStream in, OutputStream out) throws IOException {
    if (head.isChunked()) {
      byte[] chunk;
      do {
        chunk = chunk(in);
        out.write(framed(chunk));
        out.flush();
      } while (chunk.length > 0);
    } else {
      copy(in, out, head.length());
    }
    out.flush();
  }

  private static void copy(InputStream in, OutputStream out, long length) throws IOException {
    byte[] buffer = new byte[8_192];
    long left = length;
    while (left > 0) {
      int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
      if (read < 0) {
        throw new EOFException();
      }
      out.write(buffer, 0, read);
      left -= read;
    }
  }

  /** The content of the next chunk; empty for the last, trailers are dropped. */
  private static byte[] chunk(InputStream in) throws IOException {
    int size = Integer.parseInt(line(in).split(";", -1)[0].strip(), 16);
    byte[] content = in.readNBytes(size);
    if (content.length < size) {
      throw new EOFException();
    }
    String rest = line(in);
    while (size == 0 && !rest.isEmpty()) {
      rest = line(in);
    }
    return content;
  }

  private static byte[] framed(byte[] content) {
    var framed = new ByteArrayOutputStream();
    framed.writeBytes(Integer.toHexString(content.length).getBytes(StandardCharsets.US_ASCII));
    framed.writeBytes(new byte[] {'\r', '\n'});
    framed.writeBytes(content);
    framed.writeBytes(new byte[] {'\r', '\n'});
    return framed.toByteArray();
  }

  private static String line(InputStream in) throws IOException {
    var line = new StringBuilder();
    int next = in.read();
    while (next != '\n') {
      if (next < 0) {
        throw new EOFException();
      }
      if (next != '\r') {
        line.append((char) next);
      }
      next = in.read();
    }
    return line.toString();
  }

  /** A watch over HTTP: an event is a line, however it is cut into chunks. */
  private void lines(InputStream answered, OutputStream toClient) throws IOException {
    try (var pipe = new EventPipe(toClient, disturbance)) {
      var event = new ByteArrayOutputStream();
      byte[] content = chunk(answered);
      while (content.length > 0) {
        for (byte each : content) {
          event.write(each);
          if (each == '\n') {
            pipe.event(framed(event.toByteArray()));
            event.reset();
          }
        }
        content = chunk(answered);
      }
      // A watch that ran its time ends here; what is still under way is lost with the connection.
    }
    throw new EOFException();
  }

  /** A watch over a WebSocket: an event is a frame. */
  private void webSocket(
      InputStream asked, OutputStream toServer, DataInputStream answered, OutputStream toClient)
      throws IOException {
    Thread.ofVirtual()
        .start(() -> {
          try {
            asked.transferTo(toServer);
          } catch (IOException e) {
            // said by closing both
          }
          close();
        });
    try (var pipe = new EventPipe(toClient, disturbance)) {
      while (true) {
        int opcode = frame(answered, pipe);
        if (opcode < 0) {
          return;
        }
      }
    }
  }

  private static int frame(DataInputStream in, EventPipe pipe) throws IOException {
    int first = in.read();
    if (first < 0) {
      return -1;
    }
    var frame = new ByteArrayOutputStream();
    frame.write(first);
    int second = in.readUnsignedByte();
    frame.write(second);
    int extra = second == 126 ? 2 : second == 127 ? 8 : 0;
    long length = extra == 0 ? second : 0;
    for (int i = 0; i < extra; i++) {
      int next = in.readUnsignedByte();
      frame.write(next);
      length = length << 8 | next;
    }
    byte[] payload = new byte[Math.toIntExact(length)];
    in.readFully(payload);
    frame.writeBytes(payload);
    int opcode = first & 0x0f;
    boolean whole = (first & 0x80) != 0;
    if (whole && (opcode == TEXT || opcode == BINARY)) {
      pipe.event(frame.toByteArray());
    } else {
      pipe.other(frame.toByteArray());
    }
    return opcode;
  }

  @Override
  public void close() {
    for (Socket socket : new Socket[] {client, server}) {
      try {
        socket.close();
      } catch (IOException e) {
        // it is gone, which is what was wanted
      }
    }
  }
}
