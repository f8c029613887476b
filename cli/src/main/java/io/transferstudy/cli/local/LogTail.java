package io.transferstudy.cli.local;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Follows what a worker prints, as far as anybody asks. The worker writes the file itself. */
final class LogTail {
  private static final long LONGEST_READ = 65_536; // what lies further back is old news

  private final Path log;
  private long offset;
  private WorkerProgress progress = WorkerProgress.NONE;
  private String lastLine = "";

  LogTail(Path log) {
    this.log = log;
  }

  /** What the worker last said of its progress. */
  synchronized WorkerProgress progress() {
    read();
    return progress;
  }

  /** The last line that was not progress; empty if there was none. */
  synchronized String lastLine() {
    read();
    return lastLine;
  }

  private void read() {
    try (var file = new RandomAccessFile(log.toFile(), "r")) {
      offset = Math.max(offset, file.length() - LONGEST_READ);
      file.seek(offset);
      byte[] fresh = new byte[(int) (file.length() - offset)];
      file.readFully(fresh);
      String text = new String(fresh, StandardCharsets.ISO_8859_1); // one char a byte
      int whole = text.lastIndexOf('\n') + 1;
      offset += whole;
      new String(fresh, 0, whole, StandardCharsets.UTF_8).lines().forEach(this::line);
    } catch (IOException e) {
      lastLine = "(" + log + " cannot be read)";
    }
  }

  private void line(String line) {
    var said = WorkerProgress.parse(line);
    if (said.isPresent()) {
      progress = said.get();
    } else if (!line.isBlank()) {
      lastLine = line.strip();
    }
  }
}
