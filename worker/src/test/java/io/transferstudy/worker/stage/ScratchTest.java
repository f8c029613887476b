package io.transferstudy.worker.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScratchTest {
  @TempDir private Path folder;
  private Path pack;
  private Path scratch;

  @BeforeEach
  void write() throws IOException {
    pack = Files.write(folder.resolve("data.pack"), new byte[1000]);
    scratch = folder.resolve("scratch");
  }

  @Test
  void copiesOnce() throws IOException {
    var room = new Scratch(scratch, 1000);

    Path copy = room.near(pack, "key.pack");

    assertThat(copy).isEqualTo(scratch.resolve("key.pack")).hasSameBinaryContentAs(pack);
    var time = Files.getLastModifiedTime(copy);
    assertThat(room.near(pack, "key.pack")).isEqualTo(copy);
    assertThat(Files.getLastModifiedTime(copy)).isEqualTo(time);
    assertThat(scratch).isDirectoryContaining(copy::equals);
    try (var inside = Files.list(scratch)) {
      assertThat(inside).as("no part is left").hasSize(1);
    }
  }

  @Test
  void aCopyThatWasCutIsMadeAgain() throws IOException {
    Files.createDirectories(scratch);
    Files.write(scratch.resolve("key.pack"), new byte[10]);

    assertThat(new Scratch(scratch, 1000).near(pack, "key.pack")).hasSize(1000);
  }

  @Test
  void whatDoesNotFitIsReadWhereItLies() {
    assertThat(new Scratch(scratch, 999).near(pack, "key.pack")).isEqualTo(pack);
    assertThat(new Scratch(null, 1000).near(pack, "key.pack")).isEqualTo(pack);
    assertThat(Scratch.of(Map.of()).near(pack, "key.pack")).isEqualTo(pack);
  }

  @Test
  void aFolderThatCannotBeMadeHindersNothing() throws IOException {
    Path file = Files.writeString(folder.resolve("taken"), "");

    assertThat(new Scratch(file, 1000).near(pack, "key.pack")).isEqualTo(pack);
  }

  @Test
  void theEnvironmentNamesFolderAndBound() {
    assertThat(
            Scratch.of(
                Map.of(
                    "TRANSFER_STUDY_SCRATCH",
                    scratch.toString(),
                    "TRANSFER_STUDY_SCRATCH_BYTES",
                    "1000")))
        .isEqualTo(new Scratch(scratch, 1000));
    assertThatThrownBy(() -> Scratch.of(Map.of("TRANSFER_STUDY_SCRATCH_BYTES", "20Gi")))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessage("TRANSFER_STUDY_SCRATCH_BYTES must be a number of bytes, got '20Gi'");
  }
}
