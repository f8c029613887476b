package io.transferstudy.cli.local;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Starts a command in a session of its own where the system has {@code setsid}. Ctrl-C in a
 * terminal goes to every process of its session's foreground group: workers would get it beside the
 * SIGTERM that this program sends them when it is their turn.
 */
final class OwnSession {
  private static final boolean AVAILABLE =
      Stream.of("/usr/bin/setsid", "/bin/setsid").map(Path::of).anyMatch(Files::isExecutable);

  private OwnSession() {}

  /** The same process id: setsid replaces itself by the command. */
  static List<String> of(List<String> command) {
    if (!AVAILABLE) {
      return command;
    }
    var line = new ArrayList<String>();
    line.add("setsid");
    line.addAll(command);
    return List.copyOf(line);
  }
}
