package io.transferstudy.worker.weights;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.transferstudy.worker.Mutation;
import io.transferstudy.worker.weights.Pickler.Opcodes;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Damaged and hostile files: each gives its tensors or a {@link WeightsException}, within memory
 * that its size bounds. {@code -Dmutations=N} for another number of mutants of each kind, {@code
 * -Dmutations.seed=N} for others.
 */
class MutatedWeightsTest {
  private static final int MUTANTS = Integer.getInteger("mutations", 2000);
  private static final long SEED = Long.getLong("mutations.seed", System.nanoTime());

  /** Buffers, zip and JSON readers, and the stack trace of a refusal, whatever the file. */
  private static final long OVERHEAD = 4 << 20;

  /** Objects that a byte of a header or a pickle may stand for, in bytes. */
  private static final long BYTES_PER_BYTE = 200;

  private static final byte[] NUMBERS = SavedByTorch.floats(1, 2, 3, 4, 5, 6, 7, 8);

  @TempDir Path folder;

  private int readable;
  private int refused;

  @Test
  void safetensors() throws IOException {
    String header =
        """
        {"__metadata__":{"format":"pt"},
         "a.weight":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]},
         "a.bias":{"dtype":"F16","shape":[2],"data_offsets":[24,28]},
         "b":{"dtype":"BF16","shape":[1,1,2],"data_offsets":[28,32]},
         "bn.num_batches_tracked":{"dtype":"I64","shape":[],"data_offsets":[32,40]}}\
        """;
    byte[] text = header.getBytes(StandardCharsets.UTF_8);
    var whole = ByteBuffer.allocate(Long.BYTES + text.length + 40).order(ByteOrder.LITTLE_ENDIAN);
    whole.putLong(text.length).put(text).put(NUMBERS);
    checkAll(whole.array(), bytes -> bytes);
  }

  /** Mutants of the zip archive; a checksum catches most that change the pickle. */
  @Test
  void torchArchives() throws IOException {
    checkAll(saved(pickle()).bytes(ZipEntry.STORED), bytes -> bytes);
  }

  /** Mutants of the pickle in an archive that is whole. */
  @Test
  void torchPickles() throws IOException {
    checkAll(pickle(), bytes -> saved(bytes).bytes(ZipEntry.STORED));
  }

  /** Mutants of a file from before PyTorch 1.6, which has no checksums. */
  @Test
  void oldTorchFiles() throws IOException {
    checkAll(oldFile(), bytes -> bytes);
  }

  private static byte[] oldFile() {
    var pickle = Pickler.start().orderedDict().op(Opcodes.MARK).text("w");
    SavedByOldTorch.whole(pickle, "FloatStorage", "7", 8).text("v");
    SavedByOldTorch.whole(pickle, "HalfStorage", "8", 16).op(Opcodes.SETITEMS);
    return new SavedByOldTorch(pickle.stop())
        .storage("8", 16, NUMBERS)
        .storage("7", 8, NUMBERS)
        .bytes();
  }

  private static SavedByTorch saved(byte[] pickle) {
    return new SavedByTorch(pickle).storage("0", NUMBERS).storage("1", NUMBERS);
  }

  private static byte[] pickle() {
    var pickle = Pickler.start().op(Opcodes.EMPTY_DICT).op(Opcodes.MARK);
    pickle.text("epoch").whole(1L << 40).text("loss").real(0.5).text("best").op(Opcodes.NONE);
    pickle.text("state_dict").orderedDict().op(Opcodes.BINPUT).op(1).op(Opcodes.MARK);
    pickle.text("w").tensor("FloatStorage", "0", 8, 1, new long[] {2, 3}, new long[] {1, 2});
    pickle.text("v").tensor("HalfStorage", "1", 16, 0, new long[] {16}, new long[] {1});
    pickle.text("u").tensor("BFloat16Storage", "1", 16, 4, new long[] {2, 2}, new long[] {4, 1});
    pickle.op(Opcodes.SETITEMS).op(Opcodes.EMPTY_DICT).op(Opcodes.BUILD);
    pickle.text("list").op(Opcodes.EMPTY_LIST).op(Opcodes.MARK).whole(1).whole(2);
    pickle.op(Opcodes.APPENDS).text("again").op(Opcodes.BINGET).op(1);
    return pickle.op(Opcodes.SETITEMS).stop();
  }

  @FunctionalInterface
  private interface Wrapping {
    byte[] file(byte[] mutant);
  }

  private void checkAll(byte[] whole, Wrapping wrapping) throws IOException {
    // Loading the reader's classes takes memory too, once, whatever the file: before it counts.
    Path first = Files.write(folder.resolve("first"), wrapping.file(whole));
    try (var weights = WeightsFile.open(first)) {
      weights.shapes().keySet().forEach(weights::read);
    }
    check(wrapping.file(whole), "the original");
    assertThat(readable).as("the original can be read").isEqualTo(1);
    var random = new SplittableRandom(SEED);
    for (int i = 0; i < MUTANTS; i++) {
      byte[] mutant = Mutation.some(whole, random);
      check(wrapping.file(mutant), "mutant %d of -Dmutations.seed=%d".formatted(i, SEED));
    }
    System.out.printf(
        "%d mutants (seed %d): %d readable, %d refused%n", MUTANTS, SEED, readable - 1, refused);
    assertThat(refused).as("mutants that were refused").isPositive();
  }

  private void check(byte[] content, String what) throws IOException {
    Path file = Files.write(folder.resolve("mutant"), content);
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    try (var weights = WeightsFile.open(file)) {
      weights.shapes().keySet().forEach(weights::read);
      readable++;
    } catch (WeightsException e) {
      refused++;
      assertThat(e.getMessage()).as(what).startsWith(file + ": ").hasSizeLessThan(4096);
    } catch (RuntimeException | Error e) {
      throw new AssertionError(what + " gave " + e, e);
    }
    assertThat(threads.getCurrentThreadAllocatedBytes() - before)
        .as("bytes for " + what)
        .isLessThan(OVERHEAD + BYTES_PER_BYTE * content.length);
  }
}
