package io.transferstudy.worker.format;

import io.transferstudy.worker.image.BadDataException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * What comes out of an archive: no more than it may, and damage is told as such. A disk that cannot
 * be read stays an {@link UncheckedIOException} of {@link DiskStream}.
 */
final class GuardedStream extends FilterInputStream {
  private final String archive;
  private final Allowance allowance;

  /**
   * @param archive for messages
   * @param allowance taken from by every byte
   */
  GuardedStream(InputStream in, String archive, Allowance allowance) {
    super(in);
    this.archive = archive;
    this.allowance = allowance;
  }

  @Override
  public int read() {
    var one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) {
    int count;
    try {
      count = in.read(buffer, offset, length);
    } catch (IOException | IllegalArgumentException | IllegalStateException e) {
      throw damaged(archive, e);
    }
    if (count > 0) {
      allowance.take(count);
    }
    return count;
  }

  @Override
  public long skip(long count) {
    var scratch = new byte[(int) Math.clamp(count, 0, 1 << 13)];
    long skipped = 0;
    while (skipped < count) {
      int read = read(scratch, 0, (int) Math.min(scratch.length, count - skipped));
      if (read <= 0) {
        break;
      }
      skipped += read;
    }
    return skipped;
  }

  @Override
  public int available() {
    try {
      return in.available();
    } catch (IOException e) {
      throw damaged(archive, e);
    }
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  /** Does nothing: what it reads from belongs to the archive's reader. */
  @Override
  public void close() {}

  static BadDataException damaged(String archive, Exception e) {
    return new BadDataException(
        "%s: damaged or cut off (%s); download it again"
            .formatted(
                archive, e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage()));
  }
}
