package io.transferstudy.worker.weights;

import static io.transferstudy.worker.weights.SavedByTorch.floats;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.transferstudy.worker.weights.Pickler.Opcodes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TorchFileTest {
  private static final byte[] SIX = floats(0, 1, 2, 3, 4, 5);

  @TempDir Path folder;

  @Test
  void readsEveryFloatingFormat() throws IOException {
    var numbers = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
    numbers.putDouble(0, 0.1).putShort(8, Float.floatToFloat16(-3));
    numbers.putShort(10, (short) (Float.floatToIntBits(1.5f) >> 16)).putFloat(12, 1e-40f);
    byte[] bytes = numbers.array();
    var pickle = Pickler.start().op(Opcodes.EMPTY_DICT).op(Opcodes.MARK);
    pickle.text("d").tensor("DoubleStorage", "0", 1, 0, new long[] {}, new long[] {});
    pickle.text("h").tensor("HalfStorage", "1", 1, 0, new long[] {1}, new long[] {1});
    pickle.text("b").tensor("BFloat16Storage", "2", 1, 0, new long[] {1, 1}, new long[] {9, 9});
    pickle.text("f").tensor("FloatStorage", "3", 1, 0, new long[] {1}, new long[] {1});
    pickle.text("none").tensor("FloatStorage", "4", 0, 0, new long[] {0, 3}, new long[] {3, 1});
    pickle.text("bn.num_batches_tracked");
    pickle.tensor("LongStorage", "5", 1, 0, new long[] {}, new long[] {});
    Path file =
        new SavedByTorch(pickle.op(Opcodes.SETITEMS).stop())
            .storage("0", Arrays.copyOf(bytes, 8))
            .storage("1", Arrays.copyOfRange(bytes, 8, 10))
            .storage("2", Arrays.copyOfRange(bytes, 10, 12))
            .storage("3", Arrays.copyOfRange(bytes, 12, 16))
            .storage("4", new byte[0])
            .storage("5", new byte[8])
            .write(folder.resolve("formats.pth"));
    try (var weights = WeightsFile.open(file)) {
      assertThat(weights.shapes().keySet()).containsExactly("d", "h", "b", "f", "none");
      assertThat(weights.read("d")).isEqualTo(new Tensor(new long[] {}, new float[] {0.1f}));
      assertThat(weights.read("h")).isEqualTo(new Tensor(new long[] {1}, new float[] {-3}));
      assertThat(weights.read("b")).isEqualTo(new Tensor(new long[] {1, 1}, new float[] {1.5f}));
      assertThat(weights.read("f")).isEqualTo(new Tensor(new long[] {1}, new float[] {1e-40f}));
      assertThat(weights.read("none")).isEqualTo(new Tensor(new long[] {0, 3}, new float[] {}));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0 | 2,3   | 3,1   | 0,1,2,3,4,5
          0 | 3,2   | 1,3   | 0,3,1,4,2,5
          2 | 2     | 2     | 2,4
          1 | 2,2   | 3,1   | 1,2,4,5
          0 | 1,2,3 | 9,1,2 | 0,2,4,1,3,5
          """)
  void valuesAreRowMajorWhateverTheStrides(
      int offset, String shape, String strides, String expected) throws IOException {
    Path file = view(offset, longs(shape), longs(strides));
    try (var weights = WeightsFile.open(file)) {
      long[] values = longs(expected);
      var floats = new float[values.length];
      for (int i = 0; i < floats.length; i++) {
        floats[i] = values[i];
      }
      assertThat(weights.read("w")).isEqualTo(new Tensor(longs(shape), floats));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          1  | 6                   | 1
          0  | 2,3                 | 4,1
          -1 | 2                   | 1
          0  | 2,2                 | 3,-1
          0  | -2                  | 1
          0  | 7                   | 0
          0  | 2,3                 | 1
          0  | 2,2                 | 9223372036854775807,1
          6  | 1                   | 1
          0  | 9223372036854775807 | 1
          0  | 4294967296,4294967296 | 0,0
          9223372036854775807 | 2  | 1
          """)
  void aViewOutsideItsStorageIsRefusedByName(long offset, String shape, String strides)
      throws IOException {
    refused(view(offset, longs(shape), longs(strides))).hasMessageContaining(": w ");
  }

  @Test
  void tensorsMayShareAStorage() throws IOException {
    var pickle = Pickler.start().orderedDict().op(Opcodes.MARK);
    pickle.text("a").tensor("FloatStorage", "0", 6, 0, new long[] {4}, new long[] {1});
    pickle.text("b").tensor("FloatStorage", "0", 6, 2, new long[] {4}, new long[] {1});
    pickle.op(Opcodes.SETITEMS);
    Path file =
        new SavedByTorch(pickle.stop()).storage("0", SIX).write(folder.resolve("shared.pth"));
    try (var weights = WeightsFile.open(file)) {
      assertThat(weights.read("a").data()).containsExactly(0, 1, 2, 3);
      assertThat(weights.read("b").data()).containsExactly(2, 3, 4, 5);
    }
  }

  @Test
  void aStorageOfAnotherLengthIsRefused() throws IOException {
    byte[] pickle = dictionary("w", 6);
    for (int length : new int[] {0, 4, 23, 25, 28}) {
      var saved = new SavedByTorch(pickle).storage("0", new byte[length]);
      refused(saved.write(folder.resolve("short.pth")))
          .hasMessageContaining("w lies in storage 0, which should have 6 numbers of 4 bytes")
          .hasMessageContaining("has " + length + " bytes");
    }
    refused(new SavedByTorch(pickle).write(folder.resolve("none.pth")))
        .hasMessageContaining("has no entry in the archive");
  }

  @Test
  void aStorageKeyIsNeverAPath() throws IOException {
    Files.write(folder.resolve("secret"), SIX);
    var pickle = Pickler.start().orderedDict().text("w").floats("../../secret", 6);
    var saved = new SavedByTorch(pickle.op(Opcodes.SETITEM).stop());
    refused(saved.write(folder.resolve("path.pth"))).hasMessageContaining("has no entry");
  }

  @Test
  void bytesThatChangedAreNoticed() throws IOException {
    Path file = folder.resolve("flipped.pth");
    byte[] bytes = new SavedByTorch(dictionary("w", 6)).storage("0", SIX).bytes(ZipEntry.STORED);
    int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("archive/data/0") + 14;
    bytes[at + 5] ^= 1;
    Files.write(file, bytes);
    try (var weights = WeightsFile.open(file)) {
      assertThatThrownBy(() -> weights.read("w"))
          .isInstanceOf(WeightsException.class)
          .hasMessageContaining("the checksum of its entry archive/data/0 is wrong");
    }
  }

  /** torch.serialization.set_crc32_options(False) leaves them 0, in both headers of an entry. */
  @Test
  void checksumsMayBeLeftOut() throws IOException {
    byte[] bytes = new SavedByTorch(dictionary("w", 6)).storage("0", SIX).bytes(ZipEntry.STORED);
    var buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    for (int at = 0; at < bytes.length - Integer.BYTES; at++) {
      switch (buffer.getInt(at)) {
        case 0x04034b50 -> buffer.putInt(at + 14, 0);
        case 0x02014b50 -> buffer.putInt(at + 16, 0);
        default -> {}
      }
    }
    Path file = Files.write(folder.resolve("unchecked.pth"), bytes);
    try (var weights = WeightsFile.open(file)) {
      assertThat(weights.read("w").data()).containsExactly(0, 1, 2, 3, 4, 5);
    }
  }

  @Test
  void compressedEntriesAreRefused() throws IOException {
    byte[] bytes =
        new SavedByTorch(dictionary("w", 1 << 20))
            .storage("0", new byte[1 << 22])
            .bytes(ZipEntry.DEFLATED);
    refused(Files.write(folder.resolve("bomb.pth"), bytes)).hasMessageContaining("is compressed");
  }

  @Test
  void aFileCutAnywhereIsRefusedByName() throws IOException {
    byte[] whole = new SavedByTorch(dictionary("w", 6)).storage("0", SIX).bytes(ZipEntry.STORED);
    for (int length = 0; length < whole.length; length++) {
      Path file = Files.write(folder.resolve("cut.pth"), Arrays.copyOf(whole, length));
      refused(file).hasMessageContaining("cut.pth");
    }
  }

  @Test
  void otherArchivesAreRefusedByWhatTheyAre() throws IOException {
    byte[] pickle = dictionary("w", 6);
    refused(
            new SavedByTorch(pickle)
                .entry("code/__torch__.py", new byte[0])
                .write(folder.resolve("script.pt")))
        .hasMessageContaining("TorchScript archive, which is a program")
        .hasMessageContaining("torch.jit.load(FILE).state_dict()");
    refused(
            new SavedByTorch(pickle)
                .entry("byteorder", SavedByTorch.text("big"))
                .write(folder.resolve("big.pt")))
        .hasMessageContaining("byte order 'big'");
    refused(
            new SavedByTorch(pickle)
                .entry("other/data.pkl", pickle)
                .write(folder.resolve("two.pt")))
        .hasMessageContaining("2 entries data.pkl");
    var out = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry("weight.npy"));
      zip.write(SIX);
    }
    refused(Files.write(folder.resolve("numpy.npz"), out.toByteArray()))
        .hasMessageContaining("a zip archive, but none of torch.save's");
  }

  @Test
  void twoEntriesOfOneNameAreRefused() throws IOException {
    byte[] bytes =
        new SavedByTorch(dictionary("w", 6))
            .storage("0", SIX)
            .storage("1", SIX)
            .bytes(ZipEntry.STORED);
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    byte[] renamed =
        text.replace("archive/data/1", "archive/data/0").getBytes(StandardCharsets.ISO_8859_1);
    refused(Files.write(folder.resolve("twice.pth"), renamed))
        .hasMessageContaining("two entries archive/data/0");
  }

  @Test
  void viewsThatReadTheFileOverAndOverAreRefused() throws IOException {
    int tensors = 1000;
    int count = 100_000;
    var pickle = Pickler.start().orderedDict().op(Opcodes.MARK);
    for (int i = 0; i < tensors; i++) {
      long[] ends = {count - 1};
      pickle.text("w" + i).tensor("FloatStorage", "0", count, 0, new long[] {2}, ends);
    }
    Path file =
        new SavedByTorch(pickle.op(Opcodes.SETITEMS).stop())
            .storage("0", new byte[count * Float.BYTES])
            .write(folder.resolve("views.pth"));
    try (var weights = WeightsFile.open(file)) {
      assertThatThrownBy(() -> weights.shapes().keySet().forEach(weights::read))
          .isInstanceOf(WeightsException.class)
          .hasMessageContaining("share storages");
    }
  }

  private AbstractThrowableAssert<?, ?> refused(Path file) {
    return assertThatThrownBy(() -> WeightsFile.open(file).close())
        .isInstanceOf(WeightsException.class)
        .hasMessageStartingWith(file + ": ");
  }

  /** A state dict of one tensor in the storage 0. */
  private static byte[] dictionary(String name, int count) {
    return Pickler.start().orderedDict().text(name).floats("0", count).op(Opcodes.SETITEM).stop();
  }

  private Path view(long offset, long[] shape, long[] strides) throws IOException {
    var pickle = Pickler.start().orderedDict().text("w");
    pickle.tensor("FloatStorage", "0", 6, offset, shape, strides).op(Opcodes.SETITEM);
    return new SavedByTorch(pickle.stop()).storage("0", SIX).write(folder.resolve("view.pth"));
  }

  private static long[] longs(String text) {
    return Arrays.stream(text.split(",")).mapToLong(Long::parseLong).toArray();
  }
}
