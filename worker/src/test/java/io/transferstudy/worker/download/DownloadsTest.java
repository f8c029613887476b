package io.transferstudy.worker.download;

import static io.transferstudy.worker.download.RawServer.cut;
import static io.transferstudy.worker.download.RawServer.file;
import static io.transferstudy.worker.download.RawServer.message;
import static io.transferstudy.worker.download.RawServer.reply;
import static io.transferstudy.worker.download.RawServer.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.transferstudy.study.work.AllowedHosts;
import io.transferstudy.worker.download.RawServer.Answer;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a server of this machine that misbehaves in every way that servers do. */
class DownloadsTest {
  private static final byte[] CONTENT = bytes(1, 40_000);
  private static final byte[] OTHER = bytes(2, 40_000);
  private static final String SHA256 = sha256(CONTENT);
  private static final String TAG = "\"one\"";
  private static final String OTHER_TAG = "\"two\"";
  private static final Duration PATIENT = Duration.ofSeconds(20);

  @TempDir Path cache;

  // ---------------------------------------------------------------- what it is for

  @Test
  void aFileOfAnAnnouncedDigestIsDownloadedOnce() throws Exception {
    try (var server = always(file(CONTENT, TAG))) {
      Downloaded first = fetch(server, SHA256);
      assertThat(first.path())
          .isEqualTo(cache.resolve("sha256-" + SHA256))
          .hasBinaryContent(CONTENT);
      assertThat(first.sha256()).isEqualTo(SHA256);
      assertThat(fetch(server, SHA256.toUpperCase(Locale.ROOT))).isEqualTo(first);
      assertThat(server.requests()).hasSize(1);
      assertThat(left()).containsExactlyInAnyOrder(first.path(), lock(first));
    }
  }

  @Test
  void aFileOfNoAnnouncedDigestIsDownloadedOnceAndItsDigestRecorded() throws Exception {
    try (var server = always(file(CONTENT, TAG))) {
      Downloaded first = fetch(server, null);
      assertThat(first.path()).hasBinaryContent(CONTENT);
      assertThat(first.sha256()).isEqualTo(SHA256);
      Path record = cache.resolve(first.path().getFileName() + ".sha256");
      assertThat(record).hasContent(SHA256);
      assertThat(fetch(server, null)).isEqualTo(first);
      assertThat(server.requests()).hasSize(1);
      assertThat(left()).containsExactlyInAnyOrder(first.path(), record, lock(first));
    }
  }

  @Test
  void aFileOfTheHub() throws Exception {
    try (var server = always(file(CONTENT, TAG))) {
      DownloadRules plain = DownloadProcess.rules(PATIENT);
      var rules =
          new DownloadRules(
              plain.hosts(),
              plain.largestBytes(),
              plain.connectTimeout(),
              plain.readTimeout(),
              plain.tries(),
              plain.firstWait(),
              URI.create(server.address("/")),
              true);
      var downloads = new Downloads(cache, rules);
      downloads.fetch("hf://timm/resnet50.a1_in1k", null);
      downloads.fetch("hf://timm/resnet50.a1_in1k@refs/pr/1", null);
      downloads.fetch("hf://timm/resnet50.a1_in1k/onnx/model 1.bin@abc", null);
      assertThat(server.requests().stream().map(RawServer.Request::target))
          .containsExactly(
              "/timm/resnet50.a1_in1k/resolve/main/model.safetensors",
              "/timm/resnet50.a1_in1k/resolve/refs%2Fpr%2F1/model.safetensors",
              "/timm/resnet50.a1_in1k/resolve/abc/onnx/model%201.bin");
    }
  }

  @Test
  void aDamagedFileOfTheCacheIsDownloadedAgain() throws Exception {
    try (var server = always(file(CONTENT, TAG))) {
      for (String sha256 : new String[] {SHA256, null}) {
        Downloaded first = fetch(server, sha256);
        Files.write(first.path(), OTHER);
        assertThat(fetch(server, sha256)).isEqualTo(first);
        assertThat(first.path()).hasBinaryContent(CONTENT);
      }
      assertThat(server.requests()).hasSize(4);
    }
  }

  // ---------------------------------------------------------------- cuts

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

  // ---------------------------------------------------------------- lengths and digests

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

  // ---------------------------------------------------------------- resuming

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

  // ---------------------------------------------------------------- statuses and waits

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

  // ---------------------------------------------------------------- where it may go

  @Test
  void aRedirectIsFollowed() throws Exception {
    try (var server =
        script(
            status("302 Found", "Location: /elsewhere?signature=secret"),
            cut(CONTENT, TAG, 20_000),
            status("307 Temporary Redirect", "Location: again"),
            file(CONTENT, TAG))) {
      assertThat(fetch(server, null).path()).hasBinaryContent(CONTENT);
      assertThat(server.requests().stream().map(RawServer.Request::target))
          .containsExactly("/f", "/elsewhere?signature=secret", "/f", "/again");
    }
  }

  @Test
  void redirectsInCircles() throws Exception {
    try (var server = always(status("302 Found", "Location: /f"))) {
      assertThat(failure(server, null)).hasMessageContaining("more than 10 redirects");
      assertThat(server.requests()).hasSize(11);
    }
  }

  @Test
  void aRedirectToWhereItMayNot() throws Exception {
    try (var other = always(file(CONTENT, TAG))) {
      for (String location :
          List.of(
              "http://localhost:" + other.port() + "/x?token=secret", // a host that is not listed
              "http://example.com/x?token=secret", // not https
              "https://example.com/x?token=secret",
              "https://127.0.0.1.example.com/x?token=secret",
              "ftp://127.0.0.1/x?token=secret",
              "file:///etc/passwd?token=secret",
              "https://user:secret@127.0.0.1/x",
              "http://:secret")) {
        try (var server = always(status("302 Found", "Location: " + location))) {
          var e = failure(server, null);
          assertThat(e).hasMessageStartingWith(server.address("/f") + " redirects to ");
          assertThat(e.getMessage()).doesNotContain("token").doesNotContain("user:");
          assertThat(e.mayPass()).isFalse();
          assertThat(server.requests()).hasSize(1);
        }
      }
      assertThat(other.requests()).isEmpty();
    }
  }

  @Test
  void anAddressThatMayNotBeAsked() {
    var downloads = new Downloads(cache, DownloadProcess.rules(PATIENT));
    refused(downloads, "https://example.com/x?token=s3cret", "among those allowed (127.0.0.1)");
    refused(downloads, "http://example.com/x?token=s3cret", "is not https");
    refused(downloads, "ftp://127.0.0.1/x?token=s3cret", "is not https");
    refused(downloads, "https://me:s3cret@127.0.0.1/x", "has a user name in it");
    refused(downloads, "https://me:s3/cret@127.0.0.1/x", "has no host");
    refused(downloads, "https://me:s3cret@127.0.0.1/a b", "is no address");
    refused(downloads, "model.safetensors", "has no host");
    refused(downloads, "hf://timm", "is no model on the hub");
    refused(downloads, "hf://timm/../x", "is no model on the hub");
    refused(downloads, "hf://timm/x/", "is no model on the hub");
    refused(downloads, "hf://timm/x@", "is no model on the hub");
    var closed = new Downloads(cache, DownloadRules.of(AllowedHosts.of("127.0.0.1")));
    refused(closed, "http://127.0.0.1/x", "is not https");
    refused(closed, "hf://timm/x", "huggingface.co is not among those allowed");
    assertThat(cache).isEmptyDirectory();
  }

  private static void refused(Downloads downloads, String source, String why) {
    assertThatThrownBy(() -> downloads.fetch(source, null))
        .as(source)
        .isInstanceOf(DownloadException.class)
        .hasMessageContaining(why)
        .hasMessageNotContaining("s3cret")
        .hasMessageNotContaining("s3/cret");
  }

  @Test
  void aDigestThatIsNone() throws Exception {
    try (var server = always(file(CONTENT, TAG))) {
      assertThat(failure(server, "../../etc/passwd")).hasMessageContaining("is no sha256");
    }
  }

  @Test
  void theProxyOfTheJdk() throws Exception {
    try (var proxy = always(file(CONTENT, TAG))) {
      Process process =
          DownloadProcess.start(
              cache,
              "http://127.0.0.1:1/through",
              "-Dhttp.proxyHost=127.0.0.1",
              "-Dhttp.proxyPort=" + proxy.port(),
              "-Dhttp.nonProxyHosts=");
      assertThat(DownloadProcess.output(process)).isEqualTo(SHA256);
      assertThat(proxy.requests().getFirst().target()).isEqualTo("http://127.0.0.1:1/through");
    }
  }

  // ---------------------------------------------------------------- several at once

  @Test
  void tenThreadsDownloadOnce() throws Exception {
    try (var server = always(file(CONTENT, TAG));
        var threads = Executors.newFixedThreadPool(10)) {
      var start = new CountDownLatch(1);
      var all = new ArrayList<Future<Downloaded>>();
      for (int i = 0; i < 10; i++) {
        all.add(
            threads.submit(() -> {
              start.await();
              return fetch(server, null);
            }));
      }
      start.countDown();
      for (Future<Downloaded> each : all) {
        assertThat(each.get().sha256()).isEqualTo(SHA256);
      }
      assertThat(server.requests()).hasSize(1);
    }
  }

  @Test
  void threeProcessesDownloadOnce() throws Exception {
    try (var server = always(file(CONTENT, TAG))) {
      var processes = new ArrayList<Process>();
      for (int i = 0; i < 3; i++) {
        processes.add(DownloadProcess.start(cache, server.address("/f")));
      }
      for (Process each : processes) {
        assertThat(DownloadProcess.output(each)).isEqualTo(SHA256);
      }
      assertThat(server.requests()).hasSize(1);
    }
  }

  @Test
  void aHolderThatIsKilledBlocksNobody() throws Exception {
    var reached = new CountDownLatch(1);
    var end = new CountDownLatch(1);
    Answer stalls =
        (request, out) -> {
          cut(CONTENT, TAG, 30_000).to(request, out);
          out.flush();
          reached.countDown();
          end.await();
        };
    try (var server = script(stalls, file(CONTENT, TAG))) {
      Process holder = DownloadProcess.start(cache, server.address("/f"));
      reached.await();
      var waiter = new AtomicReference<Downloaded>();
      Thread waiting =
          Thread.ofPlatform()
              .start(() -> {
                try {
                  waiter.set(fetch(server, null));
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
              });
      holder.destroyForcibly().waitFor();
      waiting.join();
      assertThat(waiter.get().path()).hasBinaryContent(CONTENT);
      assertThat(server.requests()).hasSize(2);
    } finally {
      end.countDown();
    }
  }

  @Test
  void aThreadThatIsInterrupted() throws Exception {
    var reached = new CountDownLatch(1);
    var end = new CountDownLatch(1);
    Answer stalls =
        (request, out) -> {
          cut(CONTENT, TAG, 20_000).to(request, out);
          out.flush();
          reached.countDown();
          end.await();
        };
    try (var server = always(stalls);
        var threads = Executors.newSingleThreadExecutor()) {
      Thread[] fetching = new Thread[1];
      Future<Downloaded> fetched =
          threads.submit(() -> {
            fetching[0] = Thread.currentThread();
            return fetch(server, null);
          });
      reached.await();
      fetching[0].interrupt();
      assertThatThrownBy(fetched::get)
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(InterruptedException.class);
    } finally {
      end.countDown();
    }
  }

  // ---------------------------------------------------------------- the disk

  @Test
  void aFullDisk() throws Exception {
    Path full = Path.of("/dev/full");
    assumeTrue(Files.exists(full), "skipped: no /dev/full on this machine");
    try (var server = always(file(CONTENT, TAG))) {
      Path part = cache.resolve("sha256-" + SHA256 + ".part");
      Files.createSymbolicLink(part, full);
      var e = failure(server, SHA256);
      assertThat(e)
          .hasMessageContaining(part.toString())
          .hasMessageContaining("No space left on device")
          .hasMessageContaining("Free some space");
      assertThat(e.mayPass()).isFalse();
      assertThat(left()).allMatch(file -> file.toString().endsWith(".lock"));
    }
  }

  @Test
  void aCacheFolderThatIsAFile() throws Exception {
    Path file = Files.writeString(cache.resolve("file"), "");
    try (var server = always(file(CONTENT, TAG))) {
      var downloads = new Downloads(file, DownloadProcess.rules(PATIENT));
      assertThatThrownBy(() -> downloads.fetch(server.address("/f"), null))
          .isInstanceOf(DownloadException.class)
          .hasMessageContaining(file.toString())
          .hasMessageContaining("choose another cache folder");
      assertThat(server.requests()).isEmpty();
    }
  }

  // ---------------------------------------------------------------- tools of these tests

  private Downloaded fetch(RawServer server, @Nullable String sha256) throws InterruptedException {
    return new Downloads(cache, DownloadProcess.rules(PATIENT)).fetch(server.address("/f"), sha256);
  }

  private DownloadException failure(RawServer server, @Nullable String sha256) {
    DownloadException e =
        catchThrowableOfType(DownloadException.class, () -> fetch(server, sha256));
    assertThat(e).as("the download fails").isNotNull();
    return e;
  }

  private static RawServer always(Answer answer) throws IOException {
    return new RawServer(_ -> answer);
  }

  /** One answer after another; the last one again and again. */
  private static RawServer script(Answer... answers) throws IOException {
    return new RawServer(number -> answers[Math.min(number, answers.length - 1)]);
  }

  /** Cut in the middle, late enough for the first half to be read. */
  private static Answer slowlyCut() {
    return (request, out) -> {
      cut(CONTENT, TAG, 20_000).to(request, out);
      out.flush();
      Thread.sleep(500);
    };
  }

  private List<Path> left() throws IOException {
    try (var files = Files.list(cache)) {
      return files.toList();
    }
  }

  private List<Path> published() throws IOException {
    return left().stream()
        .filter(file -> file.getFileName().toString().matches("(sha256|url)-[0-9a-f]{64}"))
        .toList();
  }

  private Path lock(Downloaded downloaded) {
    return cache.resolve(downloaded.path().getFileName() + ".lock");
  }

  private static byte[] chunks(byte[] body) {
    byte[] head = "%x\r\n".formatted(body.length).getBytes(StandardCharsets.US_ASCII);
    byte[] tail = "\r\n0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    var all = new byte[head.length + body.length + tail.length];
    System.arraycopy(head, 0, all, 0, head.length);
    System.arraycopy(body, 0, all, head.length, body.length);
    System.arraycopy(tail, 0, all, head.length + body.length, tail.length);
    return all;
  }

  private static byte[] bytes(long seed, int count) {
    var bytes = new byte[count];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
