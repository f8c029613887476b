package io.transferstudy.worker.download;

import static io.transferstudy.worker.download.RawServer.cut;
import static io.transferstudy.worker.download.RawServer.file;
import static io.transferstudy.worker.download.RawServer.reply;
import static io.transferstudy.worker.download.RawServer.status;
import static org.assertj.core.api.Assertions.assertThat;

import io.transferstudy.worker.download.RawServer.Answer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that answer with an error, late or not at all. */
class UnwillingServersTest extends DownloadScene {

  @ParameterizedTest
  @ValueSource(strings = {"500 Internal Server Error", "503 Service Unavailable", "429 Too Many"})
  void anErrorThatPasses(String error) throws Exception {
    try (var server = script(status(error), status(error), file(CONTENT, TAG))) {
      assertThat(fetch(server, SHA256).path()).hasBinaryContent(CONTENT);
      assertThat(server.requests()).hasSize(3);
    }
  }

  @Test
  void anErrorThatStays() throws Exception {
    try (var server = always(status("503 Service Unavailable"))) {
      var e = failure(server, SHA256);
      assertThat(e).hasMessageContaining("503").hasMessageContaining("Try again later");
      assertThat(e.mayPass()).isTrue();
      assertThat(server.requests()).hasSize(4);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"401 Unauthorized", "403 Forbidden", "404 Not Found", "410 Gone"})
  void aRefusalIsNotTriedAgain(String refusal) throws Exception {
    try (var server = always(status(refusal))) {
      var e = failure(server, SHA256);
      assertThat(e)
          .hasMessageStartingWith(server.address("/f") + ": ")
          .hasMessageContaining("(" + refusal.substring(0, 3) + ")");
      assertThat(e.mayPass()).isFalse();
      assertThat(server.requests()).hasSize(1);
    }
  }

  @Test
  void nobodyListens() throws Exception {
    RawServer gone = always(status("200 OK"));
    gone.close();
    var e = failure(gone, SHA256);
    assertThat(e).hasMessageContaining("the connection failed");
    assertThat(e.mayPass()).isTrue();
  }

  @Test
  void slowIsNotSilent() throws Exception {
    byte[] reply = reply(CONTENT, TAG, new RawServer.Request("/", Map.of()));
    Answer dribble =
        (_, out) -> {
          for (int at = 0; at < reply.length; at += 2_000) {
            out.write(reply, at, Math.min(2_000, reply.length - at));
            out.flush();
            Thread.sleep(150);
          }
        };
    try (var server = script(dribble, status("404 Not Found"))) {
      var downloads = new Downloads(cache, DownloadProcess.rules(Duration.ofMillis(2_000)));
      assertThat(downloads.fetch(server.address("/f"), null).path()).hasBinaryContent(CONTENT);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 10, 20_000})
  void silenceIsACut(int after) throws Exception {
    var end = new CountDownLatch(1);
    Answer silent =
        (request, out) -> {
          cut(CONTENT, TAG, after).to(request, out);
          out.flush();
          end.await();
        };
    var rules = DownloadProcess.rules(Duration.ofMillis(300));
    var impatient =
        new DownloadRules(
            rules.hosts(),
            rules.largestBytes(),
            Duration.ofMillis(300),
            rules.readTimeout(),
            rules.tries(),
            rules.firstWait(),
            rules.hub(),
            true);
    try (var server = script(silent, file(CONTENT, TAG))) {
      assertThat(new Downloads(cache, impatient).fetch(server.address("/f"), null).path())
          .hasBinaryContent(CONTENT);
    } finally {
      end.countDown();
    }
  }
}
