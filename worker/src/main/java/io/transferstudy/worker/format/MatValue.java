package io.transferstudy.worker.format;

import io.transferstudy.worker.image.BadDataException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A value of a MATLAB file; arrays of any shape are flat, column by column. */
public sealed interface MatValue {
  /** Of no elements. */
  MatValue EMPTY = new Cells(List.of());

  /** Its whole numbers. */
  default int[] integers() {
    throw unexpected("numbers");
  }

  /** Its only whole number. */
  default int integer() {
    int[] all = integers();
    if (all.length != 1) {
      throw unexpected("one number");
    }
    return all[0];
  }

  /** Its text. */
  default String text() {
    throw unexpected("a text");
  }

  /** Its cells. */
  default List<MatValue> cells() {
    throw unexpected("cells");
  }

  /** Its structures, each by name of the field. */
  default List<Map<String, MatValue>> structures() {
    throw unexpected("structures");
  }

  private BadDataException unexpected(String what) {
    return new BadDataException(
        "a MATLAB file holds %s where %s should be; it is not the official one"
            .formatted(getClass().getSimpleName().toLowerCase(Locale.ROOT), what));
  }

  /**
   * Numbers as they are stored.
   *
   * @param type of each
   * @param bytes of all
   */
  record Numbers(MatType type, ByteBuffer bytes) implements MatValue {
    @Override
    public int[] integers() {
      var all = new int[bytes.remaining() / type.bytes()];
      for (int i = 0; i < all.length; i++) {
        double value = type.get(bytes, bytes.position() + i * type.bytes());
        all[i] = (int) value;
        if (all[i] != value) {
          throw new BadDataException(
              "a MATLAB file holds %s where whole numbers should be; it is not the official one"
                  .formatted(value));
        }
      }
      return all;
    }
  }

  /** Characters. */
  record Text(String text) implements MatValue {}

  /** A cell array. */
  record Cells(List<MatValue> cells) implements MatValue {}

  /** A structure array. */
  record Structures(List<Map<String, MatValue>> structures) implements MatValue {}
}
