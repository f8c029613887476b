package io.transferstudy.worker.pack;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * Where one image lies in a pack, and what it is: a row of {@value #BYTES} bytes.
 *
 * @param offset of its first byte in the file
 * @param length in bytes
 * @param crc32c of them
 * @param width in pixels if the bytes are pixels, red, green, blue; 0 for an encoded image
 * @param height likewise
 * @param name hash of the path or name that it came under
 * @param sha256 of its content, 32 bytes
 */
record PackedImage(
    long offset, int length, int crc32c, int width, int height, long name, byte[] sha256) {
  static final int BYTES = 64;
  private static final int DIGEST_BYTES = 32;

  /** Whether its bytes are pixels. */
  boolean raw() {
    return width > 0;
  }

  /** Whether its bytes are among the first so many. */
  boolean liesWithin(long bytes) {
    return offset >= 0 && length >= 0 && offset <= bytes && length <= bytes - offset;
  }

  /** Whether a raw one has three bytes for each pixel. */
  boolean hasItsPixels() {
    return height > 0 && length % 3 == 0 && (long) width * height == length / 3;
  }

  void write(ByteBuffer row) {
    row.putLong(offset).putInt(length).putInt(crc32c).putInt(width).putInt(height).putLong(name);
    row.put(sha256);
  }

  static PackedImage read(ByteBuffer row) {
    long offset = row.getLong();
    int length = row.getInt();
    int crc32c = row.getInt();
    int width = row.getInt();
    int height = row.getInt();
    long name = row.getLong();
    var sha256 = new byte[DIGEST_BYTES];
    row.get(sha256);
    return new PackedImage(offset, length, crc32c, width, height, name, sha256);
  }

  static int crc(byte[] content) {
    return crc(ByteBuffer.wrap(content));
  }

  static int crc(ByteBuffer content) {
    var crc = new CRC32C();
    crc.update(content);
    return (int) crc.getValue();
  }

  /** FNV-1a over 64 bits: tells two images of a data set apart where their order has changed. */
  static long hash(String name) {
    long hash = 0xcbf29ce484222325L;
    for (byte each : name.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (each & 0xff)) * 0x100000001b3L;
    }
    return hash;
  }
}
