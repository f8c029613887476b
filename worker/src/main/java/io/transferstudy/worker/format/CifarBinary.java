package io.transferstudy.worker.format;

import io.transferstudy.worker.image.BadDataException;
import io.transferstudy.worker.image.Image;
import io.transferstudy.worker.image.ImageDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The binary format of CIFAR-10: records of one label byte and the red, green and blue planes of 32
 * x 32 pixels, row by row.
 */
public final class CifarBinary {
  private static final int SIDE = 32;
  private static final int PLANE = SIDE * SIDE;
  private static final int RECORD = 1 + Image.CHANNELS * PLANE;

  private CifarBinary() {}

  /** A record. */
  public record Labelled(int label, Image image) {}

  /**
   * The names of the classes, one a line.
   *
   * @throws BadDataException if the file is missing or empty
   */
  public static List<String> classNames(Path file) {
    String text = new String(ImageDecoder.bytes(file), StandardCharsets.UTF_8);
    return text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
  }

  /**
   * All records of a file in order.
   *
   * @param classes labels are below this number
   * @throws BadDataException if the file is missing, cut off or holds another label
   */
  public static List<Labelled> read(Path file, int classes) {
    byte[] bytes = ImageDecoder.bytes(file);
    if (bytes.length % RECORD != 0) {
      throw BadDataException.in(
          file,
          "%,d bytes are not a whole number of %,d-byte records; the file is cut off or of another"
                  .formatted(bytes.length, RECORD)
              + " format");
    }
    var records = new ArrayList<Labelled>();
    for (int at = 0; at < bytes.length; at += RECORD) {
      int label = bytes[at] & 0xFF;
      if (label >= classes) {
        throw BadDataException.in(
            file,
            "record %d has label %d, but there are %d classes"
                .formatted(at / RECORD, label, classes));
      }
      records.add(new Labelled(label, interleave(bytes, at + 1)));
    }
    return records;
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
