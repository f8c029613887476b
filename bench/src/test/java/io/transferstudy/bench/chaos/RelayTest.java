package io.transferstudy.bench.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A client and a server that are this test, and the relay between them. */
class RelayTest {
  private static final String WATCH = "GET /api/v1/pods?watch=true HTTP/1.1\r\n\r\n";
  private static final String CHUNKED = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
  private static final Disturbance TWICE = new Disturbance(1, Duration.ZERO);

  private final List<String> succeeded = new CopyOnWriteArrayList<>();
  private volatile Disturbance disturbance = Disturbance.NONE;
  private Socket client;
  private Socket server;
  private Relay relay;

  @BeforeEach
  void connect() throws IOException {
    var loopback = InetAddress.getLoopbackAddress();
    try (var before = new ServerSocket(0, 1, loopback);
        var behind = new ServerSocket(0, 1, loopback)) {
      client = new Socket(loopback, before.getLocalPort());
      Socket accepted = before.accept();
      Socket upstream = new Socket(loopback, behind.getLocalPort());
      server = behind.accept();
      relay =
          new Relay(accepted, upstream, () -> disturbance, head -> succeeded.add(head.startLine()));
    }
    Relay connected = relay;
    Thread.ofVirtual()
        .start(() -> {
          try (connected) {
            connected.run();
          } catch (IOException e) {
            // one side ended
          }
        });
  }

  @AfterEach
  void disconnect() throws IOException {
    client.close();
    server.close();
  }

  private static void say(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    socket.getOutputStream().flush();
  }

  private static void assertHears(Socket socket, String text) throws IOException {
    InputStream in = socket.getInputStream();
    assertThat(new String(in.readNBytes(text.length()), StandardCharsets.ISO_8859_1))
        .isEqualTo(text);
  }

  private void pass(String request, String response) throws IOException {
    say(client, request);
    assertHears(server, request);
    say(server, response);
    assertHears(client, response);
  }

  @Test
  void requests_and_answers_pass_as_they_are_one_after_the_other() throws IOException {
    pass(
        "POST /apis/batch/v1/jobs HTTP/1.1\r\nContent-Length: 5\r\n\r\n{\r\n\r}",
        "HTTP/1.1 201 Created\r\ncontent-length: 3\r\n\r\nabc");
    pass("DELETE /x HTTP/1.1\r\n\r\n", "HTTP/1.1 204 No Content\r\n\r\n");
    pass(
        "GET /y HTTP/1.1\r\n\r\n",
        CHUNKED + "3\r\nabc\r\n1f\r\n" + "z".repeat(31) + "\r\n0\r\n\r\n");
    pass("GET /z HTTP/1.1\r\n\r\n", "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
    assertThat(succeeded)
        .containsExactly(
            "POST /apis/batch/v1/jobs HTTP/1.1", "DELETE /x HTTP/1.1", "GET /y HTTP/1.1");
  }

  @Test
  void an_event_is_a_line_of_a_watch_however_it_is_cut() throws IOException {
    pass(WATCH, CHUNKED);
    say(server, "4\r\n{\"a\"\r\n8\r\n:1}\n{\"b\"\r\n4\r\n:2}\n\r\n");
    assertHears(client, "8\r\n{\"a\":1}\n\r\n8\r\n{\"b\":2}\n\r\n");
    assertThat(relay.isWatching()).isTrue();
  }

  @Test
  void events_are_repeated() throws IOException {
    disturbance = TWICE;
    pass(WATCH, CHUNKED);
    say(server, "2\r\na\n\r\n2\r\nb\n\r\n");
    assertHears(client, "2\r\na\n\r\n2\r\na\n\r\n2\r\nb\n\r\n2\r\nb\n\r\n");
  }

  @Test
  void a_list_is_not_repeated() throws IOException {
    disturbance = TWICE;
    pass("GET /api/v1/pods HTTP/1.1\r\n\r\n", CHUNKED + "2\r\na\n\r\n0\r\n\r\n");
    pass("GET /api/v1/pods HTTP/1.1\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
  }

  @Test
  void a_frame_of_a_web_socket_is_an_event_and_a_ping_is_none() throws IOException {
    disturbance = TWICE;
    pass(WATCH, "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n");
    String text = "\u0081\u0003abc";
    String longer = "\u0081\u007e\u0000\u0080" + "x".repeat(128);
    String ping = "\u0089\u0000";
    say(server, text + ping + longer);
    assertHears(client, text + text + ping + longer + longer);
    say(client, "\u0088\u0080mask");
    assertHears(server, "\u0088\u0080mask");
  }

  @Test
  void a_watch_that_ends_at_the_server_ends_at_the_client() throws IOException {
    pass(WATCH, CHUNKED);
    server.close();
    assertThat(client.getInputStream().read()).isNegative();
  }

  @Test
  void a_watch_that_is_cut_ends_on_both_sides() throws IOException {
    pass(WATCH, CHUNKED);
    relay.close();
    assertThat(client.getInputStream().read()).isNegative();
    assertThat(server.getInputStream().read()).isNegative();
  }
}
