package io.transferstudy.cli.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogTailTest {
  @TempDir Path directory;
  private Path log;

  @BeforeEach
  void createLog() throws Exception {
    log = Files.createFile(directory.resolve("log.txt"));
  }

  @Test
  void readsWhatHasComeSince() throws Exception {
    var tail = new LogTail(log);
    assertThat(tail.progress()).isEqualTo(WorkerProgress.NONE);
    append("started\nprogress {\"fraction\":0.25,\"note\":\"lr 0.1\"}\nprog");
    assertThat(tail.progress()).isEqualTo(new WorkerProgress(0.25, "lr 0.1"));
    append("ress {\"fraction\":0.5,\"stage\":\"final\"}\nlast wörds\n");
    assertThat(tail.progress()).isEqualTo(new WorkerProgress(0.5, null));
    assertThat(tail.lastLine()).isEqualTo("last wörds");
  }

  @Test
  void acceptsTextAndIgnoresWhatOnlyLooksLikeProgress() throws Exception {
    append("progress reading images\n");
    assertThat(new LogTail(log).progress()).isEqualTo(new WorkerProgress(null, "reading images"));
    append("progress {broken\n");
    assertThat(new LogTail(log).lastLine()).isEqualTo("progress {broken");
  }

  @Test
  void skipsTheOldPartOfALongLog() throws Exception {
    append("x".repeat(80).concat("\n").repeat(100_000) + "the end\n");
    assertThat(new LogTail(log).lastLine()).isEqualTo("the end");
  }

  private void append(String text) throws Exception {
    Files.write(log, text.getBytes(StandardCharsets.UTF_8), StandardOpenOption.APPEND);
  }
}
