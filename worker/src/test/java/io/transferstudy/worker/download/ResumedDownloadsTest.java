package io.transferstudy.worker.download;

import static io.transferstudy.worker.download.RawServer.cut;
import static io.transferstudy.worker.download.RawServer.file;
import static io.transferstudy.worker.download.RawServer.message;
import static io.transferstudy.worker.download.RawServer.reply;
import static io.transferstudy.worker.download.RawServer.status;
import static org.assertj.core.api.Assertions.assertThat;

import io.transferstudy.worker.download.RawServer.Answer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A download that goes on where another was cut. */
class ResumedDownloadsTest extends DownloadScene {

  @Test
  void aFileThatChangedBetweenItsParts() throws Exception {
    try (var server = script(cut(CONTENT, TAG, 20_000), file(OTHER, OTHER_TAG))) {
      assertThat(fetch(server, null).path()).hasBinaryContent(OTHER);
      assertThat(server.requests()).hasSize(2);
    }
  }

  @Test
  void aServerThatSendsThePartOfAnotherVersion() throws Exception {
    Answer ignoresIfRange =
        (request, out) -> {
          var own = new TreeMap<>(request.headers());
          own.put("if-range", OTHER_TAG);
          out.write(reply(OTHER, OTHER_TAG, new RawServer.Request("/", own)));
        };
    for (String sha256 : new String[] {sha256(OTHER), null}) {
      try (var server = script(slowlyCut(), ignoresIfRange)) {
        assertThat(fetch(server, sha256).path()).hasBinaryContent(OTHER);
        assertThat(server.requests().get(1).from()).isPositive();
        assertThat(server.requests().get(2).from()).isZero();
      }
    }
  }

  @Test
  void aServerThatLiesAboutTheVersion() throws Exception {
    try (var server = script(slowlyCut(), file(OTHER, TAG))) {
      assertThat(fetch(server, sha256(OTHER)).path()).hasBinaryContent(OTHER);
      assertThat(server.requests().getLast().from()).isZero();
    }
  }

  @Test
  void aServerThatKnowsNoRanges() throws Exception {
    Answer whole = (_, out) -> out.write(reply(CONTENT, TAG, new RawServer.Request("/", Map.of())));
    try (var server = script(slowlyCut(), whole)) {
      assertThat(fetch(server, null).path()).hasBinaryContent(CONTENT);
      assertThat(server.requests()).hasSize(2);
      assertThat(server.requests().get(1).from()).isPositive();
    }
  }

  @Test
  void aRangeThatTheServerRefuses() throws Exception {
    Answer refuses =
        (request, out) -> {
          if (request.from() > 0) {
            status("416 Range Not Satisfiable", "Content-Range: bytes */10").to(request, out);
          } else {
            file(CONTENT, TAG).to(request, out);
          }
        };
    try (var server = script(slowlyCut(), refuses)) {
      assertThat(fetch(server, null).path()).hasBinaryContent(CONTENT);
      assertThat(server.requests()).hasSize(3);
    }
  }

  @Test
  void aRangeThatStartsElsewhere() throws Exception {
    Answer elsewhere =
        (request, out) ->
            out.write(
                request.from() == 0
                    ? reply(CONTENT, TAG, request)
                    : message(
                        "206 Partial Content",
                        List.of(
                            "ETag: " + TAG, "Content-Length: 1", "Content-Range: bytes 0-0/40000"),
                        new byte[1]));
    try (var server = script(slowlyCut(), elsewhere)) {
      assertThat(fetch(server, null).path()).hasBinaryContent(CONTENT);
    }
  }
}
