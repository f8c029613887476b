package io.transferstudy.cli.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class WorkerCommandTest {
  private static final String PROGRAMS = "TRANSFER_STUDY_ALLOW_TORCHSCRIPT";

  /** Said in either case, so that a variable of whoever calls does not reach a worker. */
  @Test
  void aWorkerIsToldWhetherItMayRunPrograms() {
    var command = new WorkerCommand(Path.of("java"), List.of(), "none", "None");
    Path message = Path.of("message");
    assertThat(command.environment(message, 1)).containsEntry(PROGRAMS, "false");
    assertThat(command.withTorchScript(true).environment(message, 1))
        .containsEntry(PROGRAMS, "true");
  }
}
