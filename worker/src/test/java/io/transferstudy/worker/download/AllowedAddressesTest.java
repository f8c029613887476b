package io.transferstudy.worker.download;

import static io.transferstudy.worker.download.RawServer.cut;
import static io.transferstudy.worker.download.RawServer.file;
import static io.transferstudy.worker.download.RawServer.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.transferstudy.study.work.AllowedHosts;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Where a download may go, redirects included. */
class AllowedAddressesTest extends DownloadScene {

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
}
