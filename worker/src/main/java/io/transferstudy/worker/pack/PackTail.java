package io.transferstudy.worker.pack;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The last {@value #BYTES} bytes of a pack, written when all else is.
 *
 * @param rows where the rows of the images begin
 * @param images how many there are
 * @param index where classes, labels and splits begin
 * @param indexLength in bytes
 * @param crc32c of rows and index
 */
record PackTail(long rows, long images, long index, long indexLength, int crc32c) {
  static final int BYTES = 64;
  private static final long MAGIC = 0x5453_5041_434b_3031L; // "TSPACK01"

  ByteBuffer bytes() {
    ByteBuffer bytes = ByteBuffer.allocate(BYTES);
    bytes.putLong(rows).putLong(images).putLong(index).putLong(indexLength).putInt(crc32c);
    return bytes.putLong(BYTES - Long.BYTES, MAGIC);
  }

  /**
   * @param bytes the last of a file
   * @param size of the whole file
   * @return null if they are no pack's
   */
  static @Nullable PackTail read(ByteBuffer bytes, long size) {
    var tail =
        new PackTail(
            bytes.getLong(), bytes.getLong(), bytes.getLong(), bytes.getLong(), bytes.getInt());
    boolean fits =
        bytes.getLong(BYTES - Long.BYTES) == MAGIC
            && tail.images >= 0
            && tail.images <= Integer.MAX_VALUE
            && tail.rows >= 0
            && tail.rows <= size
            && tail.index == tail.rows + tail.images * PackedImage.BYTES
            && tail.indexLength >= 0
            && tail.indexLength <= Integer.MAX_VALUE
            && tail.index + tail.indexLength + BYTES == size;
    return fits ? tail : null;
  }
}
