package io.transferstudy.worker.weights;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The formats of numbers in weights files, by the names that safetensors gives them. Floating ones
 * become float32: F16 and BF16 exactly, F64 rounded. Whole numbers are counters and indexes, never
 * weights; they have a size and no conversion.
 */
enum NumberFormat {
  F64(Double.BYTES, "DoubleStorage", NumberFormat::fromDoubles),
  F32(Float.BYTES, "FloatStorage", (in, out) -> out.put(in.asFloatBuffer())),
  F16(Short.BYTES, "HalfStorage", NumberFormat::fromHalves),
  BF16(Short.BYTES, "BFloat16Storage", NumberFormat::fromBrains),
  I64(Long.BYTES, "LongStorage", null),
  I32(Integer.BYTES, "IntStorage", null),
  I16(Short.BYTES, "ShortStorage", null),
  I8(Byte.BYTES, "CharStorage", null),
  U8(Byte.BYTES, "ByteStorage", null),
  BOOL(Byte.BYTES, "BoolStorage", null);

  /** Converts all numbers of a little-endian buffer. */
  @FunctionalInterface
  interface ToFloat {
    void convert(ByteBuffer in, FloatBuffer out);
  }

  /** The size of one number. */
  final int bytes;

  private final String torchStorage;
  private final @Nullable ToFloat toFloat;

  NumberFormat(int bytes, String torchStorage, @Nullable ToFloat toFloat) {
    this.bytes = bytes;
    this.torchStorage = torchStorage;
    this.toFloat = toFloat;
  }

  /**
   * How numbers of this format become float32.
   *
   * @param tensor whose numbers they are, for the message
   * @throws WeightsException if they do not
   */
  ToFloat toFloat(String tensor) {
    if (toFloat == null) {
      throw unreadable(tensor, name());
    }
    return toFloat;
  }

  /**
   * The format of that name.
   *
   * @throws WeightsException if no such format is known
   */
  static NumberFormat named(String name, String tensor) {
    return Arrays.stream(values())
        .filter(format -> format.name().equals(name))
        .findFirst()
        .orElseThrow(() -> unreadable(tensor, name));
  }

  /** The format of a storage class of the module torch. */
  static Optional<NumberFormat> ofTorchStorage(String name) {
    return Arrays.stream(values()).filter(format -> format.torchStorage.equals(name)).findFirst();
  }

  // The loops go through arrays, which the compiler makes several numbers a step of.

  private static void fromDoubles(ByteBuffer in, FloatBuffer out) {
    var numbers = new double[in.remaining() / Double.BYTES];
    in.asDoubleBuffer().get(numbers);
    var floats = new float[numbers.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) numbers[i];
    }
    out.put(floats);
  }

  private static void fromHalves(ByteBuffer in, FloatBuffer out) {
    short[] numbers = shorts(in);
    var floats = new float[numbers.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = Float.float16ToFloat(numbers[i]);
    }
    out.put(floats);
  }

  private static void fromBrains(ByteBuffer in, FloatBuffer out) {
    short[] numbers = shorts(in);
    var floats = new float[numbers.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = Float.intBitsToFloat(numbers[i] << Short.SIZE);
    }
    out.put(floats);
  }

  private static short[] shorts(ByteBuffer in) {
    var numbers = new short[in.remaining() / Short.BYTES];
    in.asShortBuffer().get(numbers);
    return numbers;
  }

  private static WeightsException unreadable(String tensor, String format) {
    return new WeightsException(
        "%s is stored as %s; F64, F32, F16 and BF16 can be read"
            .formatted(Shown.name(tensor), Shown.name(format)));
  }
}
