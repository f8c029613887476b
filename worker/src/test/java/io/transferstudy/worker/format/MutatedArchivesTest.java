package io.transferstudy.worker.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.transferstudy.worker.Mutation;
import io.transferstudy.worker.dataset.GeneratedTables;
import io.transferstudy.worker.image.BadDataException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Damaged and hostile archives and MATLAB files: each is read or refused with a {@link
 * BadDataException}, within memory that its size bounds. {@code -Dmutations=N} for another number
 * of mutants of each kind, {@code -Dmutations.seed=N} for others.
 */
class MutatedArchivesTest {
  private static final int MUTANTS = Integer.getInteger("mutations", 2000);
  private static final long SEED = Long.getLong("mutations.seed", System.nanoTime());

  /** Buffers, a header of a tar, and the stack trace of a refusal, whatever the file. */
  private static final long OVERHEAD = 4 << 20;

  /** Objects that a byte may stand for, in bytes. */
  private static final long BYTES_PER_BYTE = 200;

  @TempDir Path folder;

  private int readable;
  private int refused;

  /** What is done with a file; it throws nothing but a {@link BadDataException}. */
  private interface Reading {
    void read(Path file) throws IOException;
  }

  @BeforeAll
  static void show_the_seed() {
    System.out.println("mutated archives: -Dmutations.seed=" + SEED);
  }

  private static Map<String, byte[]> files() {
    var files = new LinkedHashMap<String, byte[]>();
    files.put("a/list.txt", "b/1.jpg 1\nb/2.jpg 2\n".getBytes(UTF_8));
    files.put("a/b/1.jpg", new byte[700]);
    files.put("a/" + "long-".repeat(40) + ".jpg", "x".repeat(600).getBytes(UTF_8));
    files.put("a/b/2.jpg", new byte[0]);
    return files;
  }

  private static void visit(Path file) {
    SourceFiles.all(file, source -> source.content().transferTo(OutputStream.nullOutputStream()));
  }

  private static byte[] gzip(byte[] bytes) {
    var packed = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(packed)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return packed.toByteArray();
  }

  @Test
  void zips() throws IOException {
    var nested = files();
    nested.put("c.tar", Packing.pack("c.tar", files()));
    check("x.zip", Packing.pack("x.zip", nested), bytes -> bytes, MutatedArchivesTest::visit);
  }

  @Test
  void tars() throws IOException {
    check("x.tar", Packing.pack("x.tar", files()), bytes -> bytes, MutatedArchivesTest::visit);
  }

  @Test
  void packed_tars() throws IOException {
    check("x.tgz", Packing.pack("x.tgz", files()), bytes -> bytes, MutatedArchivesTest::visit);
  }

  /** The checksum of the packing is right, what is packed is not. */
  @Test
  void tars_that_are_packed_afterwards() throws IOException {
    byte[] tar = Packing.pack("x.tar", files());
    check("x.tgz", tar, MutatedArchivesTest::gzip, MutatedArchivesTest::visit);
  }

  private static void mat(Path file) throws IOException {
    for (MatValue value : MatFile.read("x.mat", Files.readAllBytes(file)).values()) {
      switch (value) {
        case MatValue.Numbers numbers -> numbers.integers();
        case MatValue.Text text -> text.text();
        case MatValue.Cells cells -> cells.cells().forEach(MatValue::text);
        case MatValue.Structures structures ->
            structures.structures().forEach(fields -> fields.get("class"));
      }
    }
  }

  @Test
  void matlab_files() throws IOException {
    check("x.mat", GeneratedTables.sample(), bytes -> bytes, MutatedArchivesTest::mat);
  }

  /** The checksum of the packing is right, what is packed is not. */
  @Test
  void matlab_files_that_are_packed_afterwards() throws IOException {
    byte[] header = Arrays.copyOf(GeneratedTables.unpackedSample(), 128);
    byte[] arrays =
        Arrays.copyOfRange(
            GeneratedTables.unpackedSample(), 128, GeneratedTables.unpackedSample().length);
    check(
        "x.mat",
        arrays,
        bytes -> {
          var packed = new ByteArrayOutputStream();
          try (var deflater = new DeflaterOutputStream(packed)) {
            deflater.write(bytes);
          } catch (IOException e) {
            throw new IllegalStateException(e);
          }
          var tag = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
          tag.putInt(15).putInt(packed.size());
          var whole = new ByteArrayOutputStream();
          whole.writeBytes(header);
          whole.writeBytes(tag.array());
          whole.writeBytes(packed.toByteArray());
          return whole.toByteArray();
        },
        MutatedArchivesTest::mat);
  }

  @Test
  void matlab_files_that_are_not_packed() throws IOException {
    check("x.mat", GeneratedTables.unpackedSample(), bytes -> bytes, MutatedArchivesTest::mat);
  }

  private void check(String name, byte[] whole, UnaryOperator<byte[]> wrapping, Reading reading)
      throws IOException {
    Path file = Files.write(folder.resolve(name), wrapping.apply(whole));
    reading.read(file); // loading classes takes memory too, once
    check(file, reading, "the original");
    assertThat(readable).as("the original can be read").isEqualTo(1);
    var random = new SplittableRandom(SEED);
    for (int i = 0; i < MUTANTS; i++) {
      Files.write(file, wrapping.apply(Mutation.some(whole, random)));
      check(file, reading, "mutant %d of -Dmutations.seed=%d".formatted(i, SEED));
    }
    System.out.printf(
        "%d mutants of %s (seed %d): %d readable, %d refused%n",
        MUTANTS, name, SEED, readable - 1, refused);
    assertThat(refused).as("mutants that were refused").isPositive();
  }

  private void check(Path file, Reading reading, String what) throws IOException {
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    try {
      reading.read(file);
      readable++;
    } catch (BadDataException e) {
      refused++;
      assertThat(e.getMessage()).as(what).isNotBlank().hasSizeLessThan(4096);
    } catch (RuntimeException | Error e) {
      throw new AssertionError(what + " gave " + e, e);
    }
    assertThat(threads.getCurrentThreadAllocatedBytes() - before)
        .as("bytes for " + what)
        .isLessThan(OVERHEAD + BYTES_PER_BYTE * Files.size(file));
  }
}
