package io.transferstudy.worker.download;

import static io.transferstudy.worker.download.RawServer.cut;
import static io.transferstudy.worker.download.RawServer.file;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.transferstudy.worker.download.RawServer.Answer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Several downloads into one cache folder, and a folder that cannot be used. */
class SharedCacheTest extends DownloadScene {

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
}
