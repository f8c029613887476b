package io.transferstudy.worker.download;

import static io.transferstudy.worker.download.RawServer.cut;
import static io.transferstudy.worker.download.RawServer.file;
import static io.transferstudy.worker.download.RawServer.message;
import static io.transferstudy.worker.download.RawServer.reply;
import static org.assertj.core.api.Assertions.assertThat;

import io.transferstudy.worker.download.RawServer.Answer;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Answers that end early, or are not what was announced. */
class CutDownloadsTest extends DownloadScene {

  @Test
  void aConnectionCutAnywhere() throws Exception {
    int head = reply(CONTENT, TAG, new RawServer.Request("/", Map.of())).length - CONTENT.length;
    long seed = new Random().nextLong();
    var random = new Random(seed);
    var places = new ArrayList<>(List.of(0, 1, 9, 20, head - 1, head, head + 1));
    places.addAll(List.of(head + CONTENT.length / 2, head + CONTENT.length - 1));
    IntStream.range(0, 10).forEach(_ -> places.add(random.nextInt(head + CONTENT.length)));
    for (int place : places) {
      for (String sha256 : new String[] {SHA256, null}) {
        try (var server = script(cut(CONTENT, TAG, place), file(CONTENT, TAG))) {
          Downloaded downloaded = fetch(server, sha256);
          assertThat(downloaded.path())
              .as("cut at %d, seed %d", place, seed)
              .hasBinaryContent(CONTENT);
          assertThat(server.requests()).hasSize(2);
          int have = Math.max(0, place - head);
          assertThat(server.requests().get(1).from()).as("cut at " + place).isBetween(0, have);
          Files.delete(downloaded.path());
        }
      }
    }
  }

  @Test
  void whatHasArrivedIsKeptForTheNextTry() throws Exception {
    byte[] half = reply(CONTENT, TAG, new RawServer.Request("/", Map.of()));
    try (var server =
        script(
            (_, out) -> {
              out.write(half, 0, half.length - 1000);
              out.flush();
              Thread.sleep(500); // so that all of it is read before the cut is seen
            },
            file(CONTENT, TAG))) {
      fetch(server, null);
      var second = server.requests().get(1);
      assertThat(second.from()).isPositive();
      assertThat(second.header("if-range")).isEqualTo(TAG);
    }
  }

  @Test
  void alwaysCutIsGivenUpAfterTheLastTry() throws Exception {
    try (var server = always(cut(CONTENT, "W/\"weak\"", 20_000))) {
      var e = failure(server, SHA256);
      assertThat(e.mayPass()).isTrue();
      assertThat(e)
          .hasMessageContaining(server.address("/f"))
          .hasMessageContaining("at the last of 4 tries");
      assertThat(server.requests()).hasSize(4).allMatch(request -> request.from() == 0);
      assertThat(published()).isEmpty();
    }
  }

  @Test
  void aChunkedBodyThatIsCut() throws Exception {
    byte[] chunked = message("200 OK", List.of("Transfer-Encoding: chunked"), chunks(CONTENT));
    try (var server =
        script(
            (_, out) -> out.write(chunked, 0, chunked.length - 5),
            (_, out) -> out.write(chunked))) {
      assertThat(fetch(server, null).sha256()).isEqualTo(SHA256);
      assertThat(server.requests()).hasSize(2);
    }
  }

  @Test
  void aLengthThatIsTooLong() throws Exception {
    byte[] reply = message("200 OK", List.of("ETag: " + TAG, "Content-Length: 50000"), CONTENT);
    try (var server = always((_, out) -> out.write(reply))) {
      assertThat(failure(server, SHA256).mayPass()).isTrue();
      assertThat(failure(server, null).mayPass()).isTrue();
      assertThat(published()).isEmpty();
    }
  }

  @Test
  void aLengthThatIsTooShort() throws Exception {
    byte[] reply = message("200 OK", List.of("ETag: " + TAG, "Content-Length: 30000"), CONTENT);
    try (var server = always((_, out) -> out.write(reply))) {
      var e = failure(server, SHA256);
      assertThat(e.mayPass()).isFalse();
      assertThat(e).hasMessageContaining("expected " + SHA256);
      assertThat(published()).isEmpty();
    }
  }

  @Test
  void aWrongDigestIsNotTriedAgainAndLeavesNothing() throws Exception {
    try (var server = always(file(OTHER, TAG))) {
      var e = failure(server, SHA256);
      assertThat(e)
          .hasMessageContaining(server.address("/f"))
          .hasMessageContaining(sha256(OTHER))
          .hasMessageContaining(SHA256);
      assertThat(e.mayPass()).isFalse();
      assertThat(server.requests()).hasSize(1);
      assertThat(left()).allMatch(file -> file.toString().endsWith(".lock"));
    }
  }

  @Test
  void aLengthThatNobodySays() throws Exception {
    byte[] reply = message("200 OK", List.of(), CONTENT);
    try (var server = always((_, out) -> out.write(reply))) {
      assertThat(failure(server, null)).hasMessageContaining("Give its sha256");
      assertThat(fetch(server, SHA256).path()).hasBinaryContent(CONTENT);
    }
  }

  @Test
  void aFileThatIsTooLarge() throws Exception {
    byte[] large = bytes(3, (1 << 20) + 1);
    byte[] chunked = message("200 OK", List.of("Transfer-Encoding: chunked"), chunks(large));
    for (Answer answer : List.<Answer>of(file(large, TAG), (_, out) -> out.write(chunked))) {
      try (var server = always(answer)) {
        var e = failure(server, null);
        assertThat(e).hasMessageContaining("the limit is 1048576");
        assertThat(e.mayPass()).isFalse();
        assertThat(server.requests()).hasSize(1);
        assertThat(left()).allMatch(file -> file.toString().endsWith(".lock"));
      }
    }
  }

  @Test
  void anEncodingThatWasNotAskedFor() throws Exception {
    byte[] reply =
        message("200 OK", List.of("Content-Encoding: gzip", "Content-Length: 0"), new byte[0]);
    try (var server = always((_, out) -> out.write(reply))) {
      assertThat(failure(server, SHA256)).hasMessageContaining("as gzip");
      assertThat(server.requests().getFirst().header("accept-encoding")).isEqualTo("identity");
    }
  }
}
