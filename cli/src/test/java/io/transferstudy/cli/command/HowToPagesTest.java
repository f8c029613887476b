package io.transferstudy.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** What people copy out of README.md and docs/how-to: manifests and command lines. */
class HowToPagesTest {
  private static final Pattern COMMAND =
      Pattern.compile("(?:^ +(?:\\$ )?|`)\\./transfer-study ([^`\\n]*)", Pattern.MULTILINE);

  @TempDir Path here;

  static List<Path> pages() throws IOException {
    try (var files = Files.list(Path.of("../docs/how-to"))) {
      return Stream.concat(Stream.of(Path.of("../README.md")), files.sorted()).toList();
    }
  }

  static Stream<String> manifests() throws IOException {
    return pages().stream().flatMap(page -> manifests(lines(page)));
  }

  static Stream<String> commands() throws IOException {
    return pages().stream()
        .flatMap(page -> COMMAND.matcher(String.join("\n", lines(page))).results())
        .map(found -> found.group(1).strip());
  }

  private static List<String> lines(Path page) {
    try {
      return Files.readAllLines(page);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<String> manifests(List<String> page) {
    return IntStream.range(0, page.size())
        .filter(first -> page.get(first).strip().startsWith("apiVersion: transferstudy"))
        .mapToObj(first -> manifest(page.subList(first, page.size())));
  }

  /** The lines up to an empty one or the end of the fence. */
  private static String manifest(List<String> lines) {
    return String.join(
            "\n", lines.stream().takeWhile(line -> !line.isBlank() && !line.equals("```")).toList())
        .stripIndent();
  }

  @ParameterizedTest
  @MethodSource("manifests")
  void a_manifest_is_valid(String manifest) throws IOException {
    // The model that add-a-model.md adds is not here.
    String known = manifest.replace("toy-small", "resnet-8");
    Path file = Files.writeString(here.resolve("study.yaml"), known);
    var said = new StringWriter();
    var line = TransferStudyCommand.commandLine(_ -> null);
    line.setOut(new PrintWriter(said, true)).setErr(new PrintWriter(said, true));
    int exit = line.execute("validate", file.toString());
    assertThat(exit).as(said + "\n" + manifest).isZero();
  }

  @ParameterizedTest
  @MethodSource("commands")
  void a_command_is_understood(String arguments) {
    CommandLine line = TransferStudyCommand.commandLine(_ -> null);
    line.parseArgs(arguments.split(" +")); // refuses what it does not know, by name
  }
}
