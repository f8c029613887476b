package io.transferstudy.worker.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import io.transferstudy.worker.Mutation;
import io.transferstudy.worker.image.BadDataException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Damaged CSV files: each gives images whose labels are classes and whose paths stay in the folder,
 * or a {@link BadDataException}. {@code -Dmutations=N} for another number of mutants, {@code
 * -Dmutations.seed=N} for others.
 */
class MutatedListsTest {
  private static final int MUTANTS = Integer.getInteger("mutations", 20_000);
  private static final long SEED = Long.getLong("mutations.seed", System.nanoTime());
  private static final Path FOLDER = Path.of("/data/birds");

  private static byte[] original() {
    var csv = new StringBuilder("path,label,split,note\r\n");
    for (int i = 0; i < 20; i++) {
      String label = i % 3 == 0 ? "wren;finch" : i % 3 == 1 ? "\"Öl, \"\"wren\"\"\"" : "finch";
      String split = i % 4 == 0 ? "val" : i % 4 == 1 ? "test" : "train";
      csv.append("photos/%d.jpg,%s,%s,\"two\nlines\"\r\n".formatted(i, label, split));
    }
    return csv.toString().getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void damaged_lists_are_read_or_refused() throws IOException {
    byte[] original = original();
    assertThat(read(original)).as("the original can be read").isTrue();
    var random = new SplittableRandom(SEED);
    int refused = 0;
    for (int i = 0; i < MUTANTS; i++) {
      byte[] mutant = Mutation.some(original, random);
      try {
        refused += read(mutant) ? 0 : 1;
      } catch (RuntimeException | Error e) {
        throw new AssertionError("mutant %d of -Dmutations.seed=%d".formatted(i, SEED), e);
      }
    }
    System.out.printf("%d mutants of a CSV file (seed %d): %d refused%n", MUTANTS, SEED, refused);
    assertThat(refused).as("mutants that were refused").isBetween(1, MUTANTS - 1);
  }

  private static boolean read(byte[] csv) throws IOException {
    try {
      var problems = new Problems("labels.csv");
      ImageList list = ImageList.read("labels.csv", new ByteArrayInputStream(csv), problems);
      problems.requireNone();
      assertThat(list.classes()).isNotEmpty().doesNotHaveDuplicates().isSorted();
      assertThat(list.items()).isNotEmpty();
      for (ImageList.Item item : list.items()) {
        Path file = FOLDER.resolve(item.path());
        assertThat(file.normalize()).isEqualTo(file);
        assertThat(file.startsWith(FOLDER)).as(item.path()).isTrue();
        switch (list.labels(item)) {
          case Labels.One(int only) -> assertThat(only).isBetween(0, list.classes().size() - 1);
          case Labels.Several(var present, var ignored) -> {
            assertThat(present).isNotEmpty().isSorted().doesNotHaveDuplicates();
            assertThat(present.getLast()).isLessThan(list.classes().size());
            assertThat(ignored).isEmpty();
          }
        }
      }
      return true;
    } catch (BadDataException e) {
      assertThat(e.getMessage()).startsWith("labels.csv").hasSizeLessThan(1_500);
      return false;
    }
  }
}
