package io.transferstudy.cli.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeftBehindTest {
  @TempDir Path directory;

  private AttemptFolder files;
  private Process process;

  @BeforeEach
  void startSomethingWithTheRequestOnItsCommandLine() throws Exception {
    files = new AttemptFolder(directory.toRealPath());
    process =
        new ProcessBuilder("sh", "-c", "sleep 60; :", "worker", files.request().toString()).start();
  }

  @AfterEach
  void end() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  @Test
  void isFoundByItsRecord() {
    var start = AttemptStart.before("pod", Instant.now(), 0).with(process.toHandle());
    assertThat(LeftBehind.find(new AttemptFolder(Path.of("/elsewhere")), start))
        .contains(process.toHandle());
  }

  @Test
  void isFoundByItsRequestWhenTheRecordIsMissing() throws Exception {
    var start = AttemptStart.before("pod", Instant.now(), 0);
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (LeftBehind.find(files, start).isEmpty() && System.nanoTime() < deadline) {
      Thread.sleep(10); // until the shell has replaced what started it
    }
    assertThat(LeftBehind.find(files, start)).contains(process.toHandle());
  }

  @Test
  void aLaterProcessWithItsIdIsAnother() {
    var start =
        new AttemptStart("pod", Instant.now().toString(), 0, process.pid(), "2020-01-01T00:00:00Z");
    assertThat(LeftBehind.find(new AttemptFolder(Path.of("/elsewhere")), start)).isEmpty();
  }

  @Test
  void isEndedEvenIfItDoesNotListen() throws Exception {
    var deaf =
        new ProcessBuilder("sh", "-c", "trap '' TERM; echo ready; while :; do sleep 1; done");
    Process started = deaf.start();
    started.getInputStream().read();
    LeftBehind.end(List.of(started.toHandle()), Duration.ofMillis(200));
    assertThat(started.isAlive()).isFalse();
  }
}
