package io.transferstudy.worker.stage;

import static org.assertj.core.api.Assertions.assertThat;

import io.transferstudy.study.work.Failure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

class FailureReadingTest {
  private static String told(IOException fault) {
    Failure bare = FailureReading.of(fault);
    Failure wrapped =
        FailureReading.of(
            new UncheckedIOException("x cannot be read: " + fault.getMessage(), fault));
    assertThat(bare.kind()).isEqualTo(Failure.Kind.TRANSIENT_IO);
    assertThat(wrapped.kind()).isEqualTo(Failure.Kind.TRANSIENT_IO);
    return wrapped.message();
  }

  /** The JDK's exceptions have nothing but the file in their messages. */
  @Test
  void aFileThatMayNotBeReadOrIsGoneIsNamedWithWhatIsWrong() {
    assertThat(told(new AccessDeniedException("/data/a.jpg")))
        .isEqualTo("/data/a.jpg: permission denied; let this user have it");
    assertThat(told(new NoSuchFileException("/data/a.jpg")))
        .isEqualTo("/data/a.jpg: it is not there, or no longer");
    assertThat(told(new IOException("No space left on device")))
        .endsWith("(the artifacts folder is full: free some space)");
    assertThat(told(new IOException("stale handle"))).contains("x cannot be read: stale handle");
  }
}
