package io.transferstudy.worker.pack;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.transferstudy.worker.Mutation;
import io.transferstudy.worker.dataset.Example;
import io.transferstudy.worker.dataset.Labels;
import io.transferstudy.worker.dataset.Parts;
import io.transferstudy.worker.image.BadDataException;
import io.transferstudy.worker.image.Flip;
import io.transferstudy.worker.image.Pictures;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damaged packs give what was packed or one clear exception, and take little memory. */
class MutatedPacksTest {
  private static final int MUTANTS = Integer.getInteger("mutations", 2_000);
  private static final long SEED = Long.getLong("mutations.seed", System.nanoTime());

  /** A decoded image, the classes of readers and messages. */
  private static final long OVERHEAD = 4 << 20;

  private static final long BYTES_PER_BYTE = 200;

  @TempDir Path folder;

  private byte[] whole() throws IOException {
    Path place = folder.resolve("data.pack");
    try (var writer = PackWriter.in(folder, List.of(), null, _ -> {})) {
      var examples = new ArrayList<Example>();
      for (int i = 0; i < 12; i++) {
        byte[] png = Pictures.png(Pictures.generated(3 + i, 4));
        String name = "finch/%02d.png".formatted(i);
        var pixels = writer.keep(name, png.length, new ByteArrayInputStream(png));
        examples.add(new Example(name, i % 3, pixels));
      }
      var raw = writer.keep("raw/0", Pictures.generated(7, 5));
      var several = new Example("raw/0", new Labels.Several(List.of(0, 1), List.of(2)), raw);
      List<Example> train = examples.subList(0, 8);
      List<Example> validation = examples.subList(8, 12);
      List<String> classes = List.of("finch", "wren", "tit");
      writer.finish(Parts.of(classes, train, validation, List.of(several), Flip.BOTH), place);
    }
    return Files.readAllBytes(place);
  }

  @Test
  void bytes_anywhere() throws IOException {
    check("a pack", whole(), UnaryOperator.identity());
  }

  /** The checksum is right, the rows and the index that it is of are not. */
  @Test
  void rows_and_index_that_are_sealed_afterwards() throws IOException {
    byte[] whole = whole();
    PackTail tail = tail(whole);
    int rows = (int) tail.rows();
    byte[] images = Arrays.copyOf(whole, rows);
    byte[] sealed = Arrays.copyOfRange(whole, rows, whole.length - PackTail.BYTES);
    check("rows and index", sealed, mutant -> sealed(images, mutant, tail));
  }

  private static PackTail tail(byte[] pack) {
    var last = ByteBuffer.wrap(pack, pack.length - PackTail.BYTES, PackTail.BYTES).slice();
    PackTail tail = PackTail.read(last, pack.length);
    assertThat(tail).isNotNull();
    return tail;
  }

  private static byte[] sealed(byte[] images, byte[] rowsAndIndex, PackTail of) {
    long rows = Math.min(of.images(), rowsAndIndex.length / PackedImage.BYTES);
    long index = images.length + rows * PackedImage.BYTES;
    long indexLength = images.length + rowsAndIndex.length - index;
    int crc = PackedImage.crc(rowsAndIndex);
    byte[] tail = new PackTail(images.length, rows, index, indexLength, crc).bytes().array();
    return ByteBuffer.allocate(images.length + rowsAndIndex.length + tail.length)
        .put(images)
        .put(rowsAndIndex)
        .put(tail)
        .array();
  }

  private void check(String what, byte[] original, UnaryOperator<byte[]> sealing)
      throws IOException {
    assertThat(isReadable(sealing.apply(original))).as("the original can be read").isTrue();
    var random = new SplittableRandom(SEED);
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    int refused = 0;
    for (int i = 0; i < MUTANTS; i++) {
      String name = "mutant %d of -Dmutations.seed=%d".formatted(i, SEED);
      byte[] mutant = sealing.apply(Mutation.some(original, random));
      long before = threads.getCurrentThreadAllocatedBytes();
      try {
        refused += isReadable(mutant) ? 0 : 1;
      } catch (RuntimeException | Error e) {
        throw new AssertionError(name + " gave " + e, e);
      }
      assertThat(threads.getCurrentThreadAllocatedBytes() - before)
          .as("bytes for " + name)
          .isLessThan(OVERHEAD + BYTES_PER_BYTE * mutant.length);
    }
    System.out.printf("%d mutants of %s (seed %d): %d refused%n", MUTANTS, what, SEED, refused);
    assertThat(refused).as("mutants that were refused").isBetween(1, MUTANTS - 1);
  }

  private boolean isReadable(byte[] pack) throws IOException {
    Path file = Files.write(folder.resolve("mutant.pack"), pack);
    try {
      Parts parts = Pack.open(file);
      Stream.of(parts.train(), parts.validation(), parts.test())
          .flatMap(List::stream)
          .forEach(example -> {
            example.pixels().sha256();
            example.image();
          });
      return true;
    } catch (BadDataException e) {
      assertThat(e).hasMessageStartingWith(file.toString());
      return false;
    }
  }
}
