package io.transferstudy.operator.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveConfigTest {
  @TempDir Path folder;

  private LiveConfig config;

  @AfterEach
  void close() {
    if (config != null) {
      config.close();
    }
  }

  private Path write(String... lines) throws IOException {
    return Files.write(folder.resolve("operator.properties"), List.of(lines));
  }

  private LiveConfig read(Path file) {
    config =
        LiveConfig.from(
            Map.of(
                "TRANSFER_STUDY_WORKER_IMAGE",
                "worker:1",
                "TRANSFER_STUDY_PARALLELISM",
                "3",
                LiveConfig.FILE,
                file.toString()));
    return config;
  }

  @Test
  void theFileCountsMoreThanTheEnvironmentAndIsReadAgain() throws IOException {
    Path file = write("TRANSFER_STUDY_PARALLELISM=7", "TRANSFER_STUDY_ALLOWED_IMAGES=");
    var changes = new AtomicInteger();
    LiveConfig live = read(file);
    live.onChange(changes::incrementAndGet);
    assertThat(live.now().parallelism()).isEqualTo(7);
    assertThat(live.now().workerImage()).isEqualTo("worker:1");

    live.readAgain();
    write("# only a comment more", "TRANSFER_STUDY_PARALLELISM=7");
    live.readAgain();
    assertThat(changes).as("the same config").hasValue(0);

    write("TRANSFER_STUDY_PARALLELISM=9", "TRANSFER_STUDY_ALLOWED_IMAGES=registry/*");
    live.readAgain();
    assertThat(changes).hasValue(1);
    assertThat(live.now().parallelism()).isEqualTo(9);
    assertThat(live.now().policy().images()).containsExactly("registry/*");
  }

  @Test
  void anInvalidFileChangesNothing() throws IOException {
    Path file = write("TRANSFER_STUDY_PARALLELISM=7");
    LiveConfig live = read(file);
    write("TRANSFER_STUDY_PARALLELISM=many");
    live.readAgain();
    assertThat(live.now().parallelism()).isEqualTo(7);
    Files.delete(file);
    live.readAgain();
    assertThat(live.now().parallelism()).isEqualTo(7);
    write("TRANSFER_STUDY_PARALLELISM=8");
    live.readAgain();
    assertThat(live.now().parallelism()).isEqualTo(8);
  }

  @Test
  void everythingWrongIsSaidAtStart() throws IOException {
    Path file =
        write(
            "TRANSFER_STUDY_NAMESPACES=a",
            "TRANSFER_STUDY_PARALELISM=7",
            "TRANSFER_STUDY_WORKER_IMAGE=worker:2");
    assertThatThrownBy(() -> read(file))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessage(
            file
                + ": TRANSFER_STUDY_NAMESPACES is read at start only: set it in the environment;"
                + " TRANSFER_STUDY_PARALELISM is not known;"
                + " TRANSFER_STUDY_WORKER_IMAGE is read at start only: set it in the environment");
    assertThatThrownBy(() -> read(folder.resolve("none")))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining("none cannot be read");
  }

  @Test
  void withoutAFileTheEnvironmentCounts() {
    config = LiveConfig.from(Map.of("TRANSFER_STUDY_WORKER_IMAGE", "worker:1"));
    assertThat(config.now().parallelism()).isEqualTo(4);
  }
}
