package io.transferstudy.worker.format;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipException;

/**
 * The content of a zip's entry, compared at its end with the checksum that the zip has of it: the
 * JDK's reader does not look.
 */
final class ChecksumStream extends CheckedInputStream {
  private final String entry;
  private final long expected;

  /**
   * @param entry its name, for the message
   * @param expected CRC-32 of all of it
   */
  ChecksumStream(InputStream in, String entry, long expected) {
    super(in, new CRC32());
    this.entry = entry;
    this.expected = expected;
  }

  @Override
  public int read() throws IOException {
    return atEnd(super.read());
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    return atEnd(super.read(buffer, offset, length));
  }

  private int atEnd(int read) throws ZipException {
    if (read < 0 && getChecksum().getValue() != expected) {
      throw new ZipException("the checksum of '" + entry + "' is wrong");
    }
    return read;
  }
}
