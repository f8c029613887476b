package io.transferstudy.worker.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import io.transferstudy.worker.Mutation;
import io.transferstudy.worker.format.SourceFile;
import io.transferstudy.worker.image.BadDataException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Damaged lists, labels and records of every data set: each gives parts whose labels are classes,
 * or a {@link BadDataException}. {@code -Dmutations=N} for another number of mutants of each,
 * {@code -Dmutations.seed=N} for others.
 */
class MutatedTablesTest {
  private static final int MUTANTS = Integer.getInteger("mutations", 2000) / 4;
  private static final long SEED = Long.getLong("mutations.seed", System.nanoTime());

  static List<CatalogueEntry> entries() {
    return Datasets.ALL;
  }

  @ParameterizedTest
  @MethodSource("entries")
  void damaged_lists_are_read_or_refused(CatalogueEntry entry) throws IOException {
    var files = new TreeMap<String, byte[]>();
    GeneratedDatasets.all().get(entry.name()).get().archives().values().forEach(files::putAll);
    List<String> lists =
        files.keySet().stream()
            .filter(path ->
                entry.layout().role(path) instanceof Layout.Role.Table
                    || entry.layout().role(path) instanceof Layout.Role.Records)
            .toList();
    if (lists.isEmpty()) {
      assertThat(entry.layout().required()).isEmpty();
      return;
    }
    assertThat(read(entry, files)).as("the original can be read").isTrue();
    var random = new SplittableRandom(SEED);
    int refused = 0;
    for (int i = 0; i < MUTANTS; i++) {
      var mutant = new TreeMap<>(files);
      mutant.computeIfPresent(
          lists.get(random.nextInt(lists.size())), (_, list) -> Mutation.some(list, random));
      try {
        refused += read(entry, mutant) ? 0 : 1;
      } catch (RuntimeException | Error e) {
        throw new AssertionError("mutant %d of -Dmutations.seed=%d".formatted(i, SEED), e);
      }
    }
    System.out.printf(
        "%d mutants of %s's lists (seed %d): %d refused%n", MUTANTS, entry.name(), SEED, refused);
    assertThat(refused).as("mutants that were refused").isPositive();
  }

  private static boolean read(CatalogueEntry entry, Map<String, byte[]> files) throws IOException {
    var gathering = new Gathering(entry.layout(), new InPlace(Path.of("/nowhere")));
    try {
      for (var file : files.entrySet()) {
        gathering.visit(
            new SourceFile(
                file.getKey(), file.getValue().length, new ByteArrayInputStream(file.getValue())));
      }
      Parts parts = entry.layout().parts(gathering.found());
      assertThat(Completeness.problems(entry, false, parts)).isNotEmpty();
      var all = new ArrayList<>(parts.train());
      all.addAll(parts.validation());
      all.addAll(parts.test());
      for (Example example : all) {
        if (example.labels() instanceof Labels.One(int label)) {
          assertThat(label).isBetween(0, parts.classes().size() - 1);
        }
      }
      return true;
    } catch (BadDataException e) {
      assertThat(e.getMessage()).isNotBlank().hasSizeLessThan(100_000);
      return false;
    }
  }
}
