package io.transferstudy.worker.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.transferstudy.study.grid.Dataset;
import io.transferstudy.study.grid.DatasetSource;
import io.transferstudy.study.grid.DatasetSource.Pick;
import io.transferstudy.study.grid.Resize;
import io.transferstudy.worker.SharedFiles;
import io.transferstudy.worker.format.Packing;
import io.transferstudy.worker.format.SourceFiles;
import io.transferstudy.worker.image.BadDataException;
import io.transferstudy.worker.image.Flip;
import io.transferstudy.worker.image.Pictures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetsTest {
  @TempDir Path root;

  private static Dataset declared(DatasetSource source, @Nullable Integer maxClasses) {
    return new Dataset("birds", source, Resize.WHOLE, 0.2, maxClasses);
  }

  private static Dataset folder(@Nullable Integer trainPerClass, Pick pick) {
    return declared(new DatasetSource.ImageFolder("birds", trainPerClass, pick), null);
  }

  private static List<String> names(List<Example> examples) {
    return examples.stream().map(Example::name).toList();
  }

  /** Two classes of ten images, written in the order of the given indexes. */
  private void writeBirds(Path parent, int... order) throws IOException {
    for (int i : order) {
      for (String name : List.of("wren", "finch")) {
        Path file = parent.resolve("birds/%s/%02d.png".formatted(name, i));
        Files.createDirectories(file.getParent());
        Files.write(file, Pictures.png(Pictures.generated(8 + i, 8 + name.length())));
      }
    }
  }

  @Test
  void a_fraction_of_each_class_tests_whatever_the_order_of_the_folder() throws IOException {
    writeBirds(root, 3, 1, 9, 0, 2);
    Dataset birds = declared(new DatasetSource.ImageFolder("birds", null, Pick.RANDOM, 0.4), null);
    LoadedDataset before = Datasets.open(birds, root, 1);
    assertThat(before.test()).extracting(Example::label).containsExactly(0, 0, 1, 1);
    assertThat(before.trainAndValidation()).hasSize(6);
    Path other = root.resolve("other");
    writeBirds(other, 0, 9, 1, 2, 3);
    assertThat(Datasets.open(birds, other, 1).digest()).isEqualTo(before.digest());
    assertThat(names(Datasets.open(birds, other, 2).test())).isEqualTo(names(before.test()));
  }

  @Test
  void the_first_of_each_class_train_and_the_rest_test() throws IOException {
    writeBirds(root, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    LoadedDataset birds = Datasets.open(folder(6, Pick.FIRST), root, 1);
    assertThat(birds.classes()).containsExactly("finch", "wren");
    assertThat(names(birds.trainAndValidation()))
        .containsExactly(
            "finch/00.png",
            "finch/01.png",
            "finch/02.png",
            "finch/03.png",
            "finch/04.png",
            "finch/05.png",
            "wren/00.png",
            "wren/01.png",
            "wren/02.png",
            "wren/03.png",
            "wren/04.png",
            "wren/05.png");
    assertThat(names(birds.test()))
        .containsExactly(
            "finch/06.png",
            "finch/07.png",
            "finch/08.png",
            "finch/09.png",
            "wren/06.png",
            "wren/07.png",
            "wren/08.png",
            "wren/09.png");
    assertThat(birds.validation()).extracting(Example::label).containsExactly(0, 1);
    assertThat(birds.train()).hasSize(10);
    assertThat(birds.flip()).isEqualTo(Flip.HORIZONTAL);
    assertThat(birds.test().getFirst().image().width()).isEqualTo(14);
  }

  @Test
  void validation_depends_on_the_seed_and_no_split_on_the_directory() throws IOException {
    Path other = root.resolve("other");
    writeBirds(root, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    writeBirds(other, 9, 3, 1, 0, 8, 7, 2, 4, 6, 5);
    LoadedDataset one = Datasets.open(folder(5, Pick.RANDOM), root, 1);
    LoadedDataset again = Datasets.open(folder(5, Pick.RANDOM), other, 1);
    LoadedDataset seed2 = Datasets.open(folder(5, Pick.RANDOM), root, 2);
    assertThat(names(again.train())).isEqualTo(names(one.train()));
    assertThat(names(again.validation())).isEqualTo(names(one.validation()));
    assertThat(names(again.test())).isEqualTo(names(one.test()));
    assertThat(again.digest()).isEqualTo(one.digest()).matches("[0-9a-f]{64}");
    assertThat(names(seed2.test())).as("the same for every seed").isEqualTo(names(one.test()));
    assertThat(names(seed2.validation())).isNotEqualTo(names(one.validation()));
    assertThat(seed2.digest()).as("of the data, not of the split").isEqualTo(one.digest());
    assertThat(names(one.test()))
        .isNotEqualTo(names(one.test()).stream().sorted().limit(5).toList());
    Set<String> all = new HashSet<>(names(one.train()));
    all.addAll(names(one.validation()));
    all.addAll(names(one.test()));
    assertThat(all).hasSize(20);
  }

  @Test
  void a_changed_byte_changes_the_digest() throws IOException {
    writeBirds(root, 0, 1, 2, 3);
    String before = Datasets.open(folder(3, Pick.FIRST), root, 1).digest();
    Files.write(root.resolve("birds/wren/02.png"), Pictures.png(Pictures.generated(7, 7)));
    assertThat(Datasets.open(folder(3, Pick.FIRST), root, 1).digest()).isNotEqualTo(before);
  }

  @Test
  void given_parts_are_kept() throws IOException {
    writeBirds(root.resolve("x"), 0, 1, 2);
    writeBirds(root.resolve("y"), 3, 4);
    writeBirds(root.resolve("z"), 5);
    Files.createDirectories(root.resolve("birds"));
    Files.move(root.resolve("x/birds"), root.resolve("birds/train"));
    Files.move(root.resolve("y/birds"), root.resolve("birds/test"));
    LoadedDataset two = Datasets.open(folder(null, Pick.FIRST), root, 1);
    assertThat(two.train()).hasSize(4);
    assertThat(two.validation()).hasSize(2);
    assertThat(names(two.test()))
        .containsExactly(
            "test/finch/03.png", "test/finch/04.png", "test/wren/03.png", "test/wren/04.png");
    Files.move(root.resolve("z/birds"), root.resolve("birds/val"));
    LoadedDataset three = Datasets.open(folder(null, Pick.FIRST), root, 1);
    assertThat(three.train()).hasSize(6);
    assertThat(names(three.validation())).containsExactly("val/finch/05.png", "val/wren/05.png");
    Path stranger = Files.createDirectories(root.resolve("birds/test/owl")).resolve("1.png");
    Files.write(stranger, new byte[] {1});
    assertThatThrownBy(() -> Datasets.open(folder(null, Pick.FIRST), root, 1))
        .isInstanceOf(BadDataException.class)
        .hasMessage(
            root.resolve("birds") + ": 'test/owl': no class of this name in the train folder");
  }

  @Test
  void only_the_first_classes_can_be_used() throws IOException {
    writeBirds(root, 0, 1, 2);
    LoadedDataset one =
        Datasets.open(declared(new DatasetSource.ImageFolder("birds", 2, Pick.FIRST), 1), root, 1);
    assertThat(one.classes()).containsExactly("finch");
    assertThat(one.all()).hasSize(3).allMatch(e -> e.label() == 0);
  }

  @Test
  void a_class_with_too_few_images_is_named_with_the_counts() throws IOException {
    writeBirds(root, 0, 1, 2);
    Files.delete(root.resolve("birds/wren/01.png"));
    assertThatThrownBy(() -> Datasets.open(folder(2, Pick.FIRST), root, 1))
        .isInstanceOf(BadDataException.class)
        .hasMessage(
            "class 'wren' has 2 images: 2 to train on and at least one to test are needed; add some"
                + " or leave the class out");
    assertThatThrownBy(() -> Datasets.open(folder(1, Pick.FIRST), root, 1))
        .isInstanceOf(BadDataException.class)
        .hasMessage(
            "2 classes have too few images: 'finch' has 1 training image, 'wren' has 1 training"
                + " image; at least 2 are needed, one of them for validation; add some or leave"
                + " these classes out");
  }

  @Test
  void an_empty_file_is_named_before_any_training() throws IOException {
    writeBirds(root, 0, 1, 2);
    Path empty = Files.write(root.resolve("birds/wren/01.png"), new byte[0]);
    assertThatThrownBy(() -> Datasets.open(folder(2, Pick.FIRST), root, 1))
        .isInstanceOf(BadDataException.class)
        .hasMessage(empty + ": the file is empty");
  }

  @Test
  void an_unknown_entry_is_answered_with_the_catalogue() {
    assertThatThrownBy(
            () -> Datasets.open(declared(new DatasetSource.Catalogue("cifar", "x"), null), root, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "no data set 'cifar' in the catalogue; there are "
                + Datasets.ALL.stream()
                    .map(CatalogueEntry::name)
                    .collect(Collectors.joining(", ")));
  }

  @Test
  void the_caltech_subset_has_its_counts() {
    Path data = SharedFiles.require("data");
    LoadedDataset first =
        Datasets.open(
            declared(
                new DatasetSource.ImageFolder("caltech-101/101_ObjectCategories", 30, Pick.FIRST),
                null),
            data,
            1);
    assertThat(first.classes()).hasSize(102).startsWith("BACKGROUND_Google", "Faces");
    assertThat(first.all()).hasSize(4_009);
    assertThat(first.trainAndValidation()).hasSize(3_060);
    assertThat(first.validation()).hasSize(612);
    assertThat(first.test()).hasSize(949);
    LoadedDataset random =
        Datasets.open(
            declared(new DatasetSource.Catalogue("caltech-101", "caltech-101", true), null),
            data,
            1);
    assertThat(random.trainAndValidation()).hasSize(3_060);
    assertThat(random.test()).hasSize(949);
    assertThat(random.digest()).isEqualTo(first.digest());
    assertThat(names(random.test())).isNotEqualTo(names(first.test()));
  }

  @Test
  void packed_and_unpacked_are_the_same() throws IOException {
    Path data = SharedFiles.require("data");
    for (String name : List.of("caltech-101", "cifar-10")) {
      var source = new DatasetSource.Catalogue(name, name, true);
      LoadedDataset unpacked = Datasets.open(declared(source, null), data, 1);
      var files = new TreeMap<String, byte[]>();
      SourceFiles.all(
          data.resolve(name), file -> files.put(file.path(), file.content().readAllBytes()));
      Path folder = Files.createDirectories(root.resolve(name));
      Path archive = Files.write(folder.resolve("a.tgz"), Packing.pack("a.tgz", files));
      assertThatThrownBy(() -> Datasets.open(declared(source, null), root, 1))
          .isInstanceOf(BadDataException.class)
          .hasMessageContaining("a.tgz must be prepared or unpacked first");
      Parts read = Datasets.read(source, root, new MemoryStore());
      LoadedDataset packed = Datasets.split(declared(source, null), read, 1);
      assertThat(packed.digest()).isEqualTo(unpacked.digest());
      assertThat(names(packed.train())).isEqualTo(names(unpacked.train()));
      assertThat(names(packed.test())).isEqualTo(names(unpacked.test()));
      Files.delete(archive);
    }
  }

  @Test
  void the_cifar_subset_has_its_counts_and_plausible_labels() {
    Path data = SharedFiles.require("data");
    LoadedDataset cifar =
        Datasets.open(
            declared(new DatasetSource.Catalogue("cifar-10", "cifar-10", true), null), data, 1);
    assertThat(cifar.classes())
        .containsExactly(
            "airplane",
            "automobile",
            "bird",
            "cat",
            "deer",
            "dog",
            "frog",
            "horse",
            "ship",
            "truck");
    assertThat(cifar.trainAndValidation()).hasSize(6_000);
    assertThat(cifar.test()).hasSize(1_200);
    // Sky and sea are blue: the planes are in the right order and the labels belong to them.
    assertThat(blueness(cifar, "airplane")).isGreaterThan(5);
    assertThat(blueness(cifar, "ship")).isGreaterThan(5);
    assertThat(blueness(cifar, "frog")).isLessThan(-10);
    assertThat(blueness(cifar, "deer")).isLessThan(-10);
  }

  /** Mean of blue minus red. */
  private static double blueness(LoadedDataset dataset, String name) {
    int label = dataset.classes().indexOf(name);
    return dataset.test().stream()
        .filter(e -> e.label() == label)
        .mapToDouble(e -> {
          byte[] rgb = e.image().rgb();
          long sum = 0;
          for (int i = 0; i < rgb.length; i += 3) {
            sum += (rgb[i + 2] & 0xFF) - (rgb[i] & 0xFF);
          }
          return sum / (rgb.length / 3.0);
        })
        .average()
        .orElseThrow();
  }
}
