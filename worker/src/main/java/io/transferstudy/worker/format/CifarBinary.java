package io.transferstudy.worker.format;

import io.transferstudy.worker.image.BadDataException;
import io.transferstudy.worker.image.Image;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;

/**
 * The binary format of CIFAR: records of one or two label bytes and the red, green and blue planes
 * of 32 x 32 pixels, row by row.
 */
public enum CifarBinary {
  /** CIFAR-10: one label. */
  ONE_LABEL(1),
  /** CIFAR-100: a coarse label, then the fine one, which counts. */
  COARSE_AND_FINE(2);

  private static final int SIDE = 32;
  private static final int PLANE = SIDE * SIDE;

  private final int labels;

  CifarBinary(int labels) {
    this.labels = labels;
  }

  /** What is done with each record. */
  @FunctionalInterface
  public interface Records {
    /**
     * @param index from 0
     */
    void accept(int index, int label, Image image) throws IOException;
  }

  /**
   * All records of a file in order.
   *
   * @param file for messages
   * @param classes labels are below this number
   * @throws BadDataException if the file is empty, cut off or holds another label
   */
  public void read(String file, InputStream content, int classes, Records records)
      throws IOException {
    var record = new byte[labels + Image.CHANNELS * PLANE];
    int index = 0;
    int length = content.readNBytes(record, 0, record.length);
    while (length == record.length) {
      int label = record[labels - 1] & 0xFF;
      if (label >= classes) {
        throw new BadDataException(
            "%s: record %d has label %d, but there are %d classes"
                .formatted(file, index, label, classes));
      }
      records.accept(index++, label, interleave(record, labels));
      length = content.readNBytes(record, 0, record.length);
    }
    if (length > 0 || index == 0) {
      throw new BadDataException(
          String.format(
              Locale.ROOT,
              "%s: %,d bytes are not a whole number of %,d-byte records; the file is cut off or of"
                  + " another format",
              file,
              (long) index * record.length + length,
              record.length));
    }
  }

  private static Image interleave(byte[] planes, int offset) {
    var rgb = new byte[Image.CHANNELS * PLANE];
    for (int c = 0; c < Image.CHANNELS; c++) {
      for (int i = 0; i < PLANE; i++) {
        rgb[i * Image.CHANNELS + c] = planes[offset + c * PLANE + i];
      }
    }
    return new Image(SIDE, SIDE, rgb);
  }
}
