package io.transferstudy.worker.download;

import static io.transferstudy.worker.download.RawServer.cut;
import static io.transferstudy.worker.download.RawServer.file;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.transferstudy.worker.download.RawServer.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;

/** A server of this machine that misbehaves, a cache folder, and what is known of its files. */
abstract class DownloadScene {

  static final byte[] CONTENT = bytes(1, 40_000);
  static final byte[] OTHER = bytes(2, 40_000);
  static final String SHA256 = sha256(CONTENT);
  static final String TAG = "\"one\"";
  static final String OTHER_TAG = "\"two\"";
  static final Duration PATIENT = Duration.ofSeconds(20);

  @TempDir Path cache;

  Downloaded fetch(RawServer server, @Nullable String sha256) throws InterruptedException {
    return new Downloads(cache, DownloadProcess.rules(PATIENT)).fetch(server.address("/f"), sha256);
  }

  DownloadException failure(RawServer server, @Nullable String sha256) {
    DownloadException e =
        catchThrowableOfType(DownloadException.class, () -> fetch(server, sha256));
    assertThat(e).as("the download fails").isNotNull();
    return e;
  }

  static RawServer always(Answer answer) throws IOException {
    return new RawServer(_ -> answer);
  }

  /** One answer after another; the last one again and again. */
  static RawServer script(Answer... answers) throws IOException {
    return new RawServer(number -> answers[Math.min(number, answers.length - 1)]);
  }

  /** Cut in the middle, late enough for the first half to be read. */
  static Answer slowlyCut() {
    return (request, out) -> {
      cut(CONTENT, TAG, 20_000).to(request, out);
      out.flush();
      Thread.sleep(500);
    };
  }

  List<Path> left() throws IOException {
    try (var files = Files.list(cache)) {
      return files.toList();
    }
  }

  List<Path> published() throws IOException {
    return left().stream()
        .filter(file -> file.getFileName().toString().matches("(sha256|url)-[0-9a-f]{64}"))
        .toList();
  }

  Path lock(Downloaded downloaded) {
    return cache.resolve(downloaded.path().getFileName() + ".lock");
  }

  static byte[] chunks(byte[] body) {
    byte[] head = "%x\r\n".formatted(body.length).getBytes(StandardCharsets.US_ASCII);
    byte[] tail = "\r\n0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    var all = new byte[head.length + body.length + tail.length];
    System.arraycopy(head, 0, all, 0, head.length);
    System.arraycopy(body, 0, all, head.length, body.length);
    System.arraycopy(tail, 0, all, head.length + body.length, tail.length);
    return all;
  }

  static byte[] bytes(long seed, int count) {
    var bytes = new byte[count];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
