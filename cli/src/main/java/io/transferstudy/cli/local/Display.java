package io.transferstudy.cli.local;

import java.io.PrintWriter;
import java.util.List;

/** Shows a run as it goes on. */
public sealed interface Display permits Display.Lines, Display.Silence, LiveBlock {
  /** Shows where the study stands, below lines of news that stay. */
  void show(Snapshot snapshot, List<String> news);

  /** Shows a line that stays. */
  void say(String line);

  /** Leaves the terminal as it was. */
  void close();

  /** The line without control characters: a file's name may hold what a terminal would obey. */
  static String printable(String line) {
    return line.replaceAll("\\p{Cntrl}", "?");
  }

  /** Nothing. */
  record Silence() implements Display {
    @Override
    public void show(Snapshot snapshot, List<String> news) {}

    @Override
    public void say(String line) {}

    @Override
    public void close() {}
  }

  /** Plain lines, for a file or a pipe. */
  record Lines(PrintWriter out) implements Display {
    @Override
    public void show(Snapshot snapshot, List<String> news) {
      news.forEach(line -> out.println(printable(line)));
      out.flush();
    }

    @Override
    public void say(String line) {
      out.println(printable(line));
      out.flush();
    }

    @Override
    public void close() {
      out.flush();
    }
  }
}
