package io.transferstudy.worker.format;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An array of a MATLAB file with its name.
 *
 * @param name empty inside of another array
 */
record MatArray(String name, MatValue value) {
  /** Bytes of a type and a size. */
  static final int TAG = 8;

  private static final int MATRIX = 14;
  private static final int UTF8 = 16;
  private static final int DEEPEST = 8;

  /** Classes of arrays. */
  private static final int CELL = 1;

  private static final int STRUCT = 2;
  private static final int CHAR = 4;
  private static final int SPARSE = 5;
  private static final int DOUBLE = 6;
  private static final int UINT32 = 13;

  /** What is wrong with the bytes. */
  static final class Malformed extends Exception {
    private static final long serialVersionUID = 1;

    Malformed(String message) {
      super(message);
    }
  }

  /** Typed bytes. */
  private record Element(int type, ByteBuffer bytes) {}

  /** The array at the position, which moves behind it. */
  static MatArray read(ByteBuffer from) throws Malformed {
    return read(from, DEEPEST);
  }

  void into(Map<String, MatValue> values) {
    values.put(name, value);
  }

  private static MatArray read(ByteBuffer from, int deepest) throws Malformed {
    Element matrix = element(from);
    if (matrix.type() != MATRIX) {
      throw new Malformed("an element of type " + matrix.type() + " where an array should be");
    }
    if (deepest == 0) {
      throw new Malformed("arrays within arrays, too deep");
    }
    ByteBuffer bytes = matrix.bytes();
    if (!bytes.hasRemaining()) {
      return new MatArray("", MatValue.EMPTY);
    }
    ByteBuffer flags = element(bytes).bytes();
    int kind = flags.getInt() & 0xFF;
    long count = count(element(bytes).bytes());
    String name = StandardCharsets.US_ASCII.decode(element(bytes).bytes()).toString();
    return new MatArray(name, value(kind, count, bytes, deepest - 1));
  }

  private static MatValue value(int kind, long count, ByteBuffer bytes, int deepest)
      throws Malformed {
    if (kind == CELL) {
      return new MatValue.Cells(arrays(bytes, bounded(count, bytes), deepest));
    }
    if (kind == STRUCT) {
      return structures(bytes, count, deepest);
    }
    if (kind == CHAR) {
      return text(element(bytes));
    }
    if (kind == SPARSE || kind < DOUBLE || kind > UINT32) {
      throw new Malformed("arrays of class " + kind + " are not read");
    }
    Element numbers = element(bytes);
    MatType type =
        MatType.of(numbers.type())
            .orElseThrow(() -> new Malformed("numbers of type " + numbers.type()));
    if (numbers.bytes().remaining() != count * type.bytes()) {
      throw new Malformed("%d bytes for %d numbers".formatted(numbers.bytes().remaining(), count));
    }
    return new MatValue.Numbers(type, numbers.bytes());
  }

  private static MatValue structures(ByteBuffer bytes, long count, int deepest) throws Malformed {
    int nameLength = element(bytes).bytes().getInt();
    ByteBuffer names = element(bytes).bytes();
    if (nameLength < 1 || names.remaining() % nameLength != 0) {
      throw new Malformed("names of fields of " + nameLength + " bytes");
    }
    var fields = new ArrayList<String>();
    while (names.hasRemaining()) {
      var name = new byte[nameLength];
      names.get(name);
      fields.add(new String(name, StandardCharsets.US_ASCII).split("\0", 2)[0]);
    }
    if (fields.isEmpty()) {
      return MatValue.EMPTY;
    }
    bounded(Math.multiplyExact(count, fields.size()), bytes);
    var structures = new ArrayList<Map<String, MatValue>>();
    for (long i = 0; i < count; i++) {
      List<MatValue> values = arrays(bytes, fields.size(), deepest);
      var structure = new LinkedHashMap<String, MatValue>();
      for (int f = 0; f < fields.size(); f++) {
        structure.put(fields.get(f), values.get(f));
      }
      structures.add(structure);
    }
    return new MatValue.Structures(structures);
  }

  private static List<MatValue> arrays(ByteBuffer bytes, int count, int deepest) throws Malformed {
    var arrays = new ArrayList<MatValue>();
    for (int i = 0; i < count; i++) {
      arrays.add(read(bytes, deepest).value());
    }
    return arrays;
  }

  /** Each array takes a tag at least. */
  private static int bounded(long arrays, ByteBuffer bytes) throws Malformed {
    if (arrays > bytes.remaining() / TAG) {
      throw new Malformed("%d arrays in %d bytes".formatted(arrays, bytes.remaining()));
    }
    return (int) arrays;
  }

  private static long count(ByteBuffer dimensions) throws Malformed {
    long count = dimensions.hasRemaining() ? 1 : 0;
    while (dimensions.hasRemaining()) {
      long size = Integer.toUnsignedLong(dimensions.getInt());
      if (size > 0 && count > Integer.MAX_VALUE / size) {
        throw new Malformed("more elements than a file can hold");
      }
      count *= size;
    }
    return count;
  }

  private static MatValue text(Element element) throws Malformed {
    Charset charset =
        switch (element.type()) {
          case 1, 2, UTF8 -> StandardCharsets.UTF_8;
          case 4, UTF8 + 1 ->
              element.bytes().order() == ByteOrder.LITTLE_ENDIAN
                  ? StandardCharsets.UTF_16LE
                  : StandardCharsets.UTF_16BE;
          default -> throw new Malformed("characters of type " + element.type());
        };
    return new MatValue.Text(charset.decode(element.bytes()).toString());
  }

  /** What lies at the position; short elements have their size beside their type. */
  private static Element element(ByteBuffer from) {
    int first = from.getInt();
    int type = first;
    int size = first >>> 16;
    int padded;
    if (size != 0) {
      type = first & 0xFFFF;
      padded = TAG / 2;
    } else {
      size = from.getInt();
      padded = type == MATRIX ? size : Math.addExact(size, -size & TAG - 1);
    }
    ByteBuffer bytes = from.slice(from.position(), size).order(from.order());
    // The padding of the last element may be missing.
    from.position(Math.min(from.position() + padded, from.limit()));
    return new Element(type, bytes);
  }
}
