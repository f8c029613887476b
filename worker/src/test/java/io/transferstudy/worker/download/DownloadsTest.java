package io.transferstudy.worker.download;

import static io.transferstudy.worker.download.RawServer.file;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** What downloads are for, on a good day. */
class DownloadsTest extends DownloadScene {

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
}
