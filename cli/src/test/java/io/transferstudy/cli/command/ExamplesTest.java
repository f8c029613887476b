package io.transferstudy.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ExamplesTest {
  static List<Path> examples() throws IOException {
    try (var files = Files.list(Path.of("../examples"))) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void canBePlanned(Path example) {
    var line = TransferStudyCommand.commandLine(_ -> null);
    var out = new StringWriter();
    line.setOut(new PrintWriter(out, true));
    assertThat(line.execute("plan", example.toString())).isZero();
    assertThat(out.toString()).contains("pieces of work to do, with");
  }
}
