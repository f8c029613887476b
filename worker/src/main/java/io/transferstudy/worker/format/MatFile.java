package io.transferstudy.worker.format;

import io.transferstudy.worker.image.BadDataException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * MATLAB's format 5 ("MAT-File Format", The MathWorks): numbers, texts, cells and structures,
 * packed or not. Written for files from strangers: every size is compared with the bytes that are
 * there before anything is made of it, and what is unpacked is bounded.
 */
public final class MatFile {
  private static final int HEADER = 128;
  private static final int VERSION = 0x0100;
  private static final int COMPRESSED = 15;

  /** The largest of the official files has about 4 MB unpacked. */
  private static final int MOST_BYTES = 8 << 20;

  private MatFile() {}

  /**
   * The values by name.
   *
   * @param name of the file, for messages
   * @throws BadDataException if it is damaged, or of another format
   */
  public static Map<String, MatValue> read(String name, byte[] content) {
    try {
      return values(content);
    } catch (BufferUnderflowException
        | IndexOutOfBoundsException
        | IllegalArgumentException
        | ArithmeticException e) {
      throw damaged(name, "cut off");
    } catch (DataFormatException | MatArray.Malformed e) {
      throw damaged(name, e.getMessage() == null ? "cut off" : e.getMessage());
    }
  }

  private static BadDataException damaged(String name, String reason) {
    return new BadDataException(
        "%s: no MATLAB file of version 5 (%s); download it again".formatted(name, reason));
  }

  private static Map<String, MatValue> values(byte[] content)
      throws DataFormatException, MatArray.Malformed {
    if (content.length > MOST_BYTES) {
      throw new MatArray.Malformed("more than " + MOST_BYTES + " bytes");
    }
    ByteBuffer file = ByteBuffer.wrap(content);
    file.order(file.get(HEADER - 2) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    if (file.getShort(HEADER - 4) != VERSION) {
      throw new MatArray.Malformed("another version");
    }
    file.position(HEADER);
    var values = new LinkedHashMap<String, MatValue>();
    int left = MOST_BYTES;
    while (file.remaining() >= MatArray.TAG) {
      if (file.getInt(file.position()) == COMPRESSED) {
        file.getInt();
        int length = file.getInt();
        ByteBuffer unpacked = inflate(file.slice(file.position(), length), left);
        left -= unpacked.remaining();
        file.position(file.position() + length);
        MatArray.read(unpacked.order(file.order())).into(values);
      } else {
        MatArray.read(file).into(values);
      }
    }
    return values;
  }

  private static ByteBuffer inflate(ByteBuffer packed, int most)
      throws DataFormatException, MatArray.Malformed {
    try (var inflater = new Inflater()) {
      inflater.setInput(packed);
      var unpacked = new byte[Math.min(most, Math.max(64, 4 * packed.remaining()))];
      int size = 0;
      while (!inflater.finished()) {
        if (size == unpacked.length) {
          if (size == most) {
            throw new MatArray.Malformed("more than " + MOST_BYTES + " bytes unpacked");
          }
          unpacked = Arrays.copyOf(unpacked, (int) Math.min(most, 2L * size));
        }
        int count = inflater.inflate(unpacked, size, unpacked.length - size);
        if (count == 0 && !inflater.finished()) {
          throw new MatArray.Malformed("cut off");
        }
        size += count;
      }
      return ByteBuffer.wrap(unpacked, 0, size);
    }
  }
}
