package io.transferstudy.worker.format;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A file that is opened by its first read, and whose failures pass through every archive reader.
 */
final class DiskStream extends InputStream {
  private final Path file;
  private @Nullable InputStream open;

  DiskStream(Path file) {
    this.file = file;
  }

  @Override
  public int read() {
    var one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) {
    try {
      InputStream in = open;
      if (in == null) {
        in = Files.newInputStream(file);
        open = in;
      }
      return in.read(buffer, offset, length);
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  @Override
  public int available() throws IOException {
    return open == null ? 0 : open.available();
  }

  @Override
  public void close() throws IOException {
    if (open != null) {
      open.close();
    }
  }
}
