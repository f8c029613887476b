package io.transferstudy.worker.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.transferstudy.study.grid.Dataset;
import io.transferstudy.study.grid.DatasetSource;
import io.transferstudy.study.grid.Resize;
import io.transferstudy.worker.SharedFiles;
import io.transferstudy.worker.format.Packing;
import io.transferstudy.worker.image.BadDataException;
import io.transferstudy.worker.image.Image;
import io.transferstudy.worker.pack.Pack;
import io.transferstudy.worker.pack.PackWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every data set of the catalogue, from archives in its official layout. */
class OfficialArchivesTest {
  @TempDir Path root;

  static Stream<String> names() {
    return Datasets.ALL.stream().map(CatalogueEntry::name);
  }

  private static GeneratedArchives generated(String name) {
    var generated = GeneratedDatasets.all().get(name);
    assertThat(generated).as("generated archives of " + name).isNotNull();
    return generated.get();
  }

  private static Dataset part(String name, String path) {
    return new Dataset(
        name, new DatasetSource.Catalogue(name, path, true), Resize.WHOLE, 0.34, null);
  }

  private static CatalogueEntry entry(String name) {
    return Datasets.ALL.stream().filter(e -> e.name().equals(name)).findFirst().orElseThrow();
  }

  private void packed(String folder, GeneratedArchives generated) {
    generated
        .archives()
        .forEach((archive, files) -> {
          if (archive.isEmpty()) {
            Packing.unpack(root.resolve(folder), files);
          } else {
            Packing.unpack(root.resolve(folder), Map.of(archive, Packing.pack(archive, files)));
          }
        });
  }

  private void unpacked(String folder, GeneratedArchives generated) {
    generated.archives().values().forEach(files -> Packing.unpack(root.resolve(folder), files));
  }

  private LoadedDataset readPacked(String name, String folder) {
    var declared = part(name, folder);
    var source = (DatasetSource.Catalogue) declared.source();
    return Datasets.split(declared, Datasets.read(source, root, new MemoryStore()), 1);
  }

  private static Map<String, List<String>> labelled(LoadedDataset dataset, List<Example> examples) {
    Function<Integer, String> name = dataset.classes()::get;
    return examples.stream()
        .collect(
            Collectors.toMap(
                Example::name,
                example ->
                    switch (example.labels()) {
                      case Labels.One(int only) -> List.of(name.apply(only));
                      case Labels.Several(var present, var ignored) ->
                          Stream.concat(
                                  present.stream().map(name),
                                  ignored.stream().map(name).map("?"::concat))
                              .toList();
                    },
                (a, b) -> a,
                TreeMap::new));
  }

  @ParameterizedTest
  @MethodSource("names")
  void packed_and_unpacked_archives_hold_what_was_put_into_them(String name) throws IOException {
    GeneratedArchives generated = generated(name);
    packed("packed", generated);
    unpacked("unpacked", generated);
    LoadedDataset packed = readPacked(name, "packed");
    LoadedDataset unpacked = Datasets.open(part(name, "unpacked"), root, 1);
    for (LoadedDataset dataset : List.of(packed, unpacked)) {
      assertThat(dataset.classes()).isEqualTo(generated.classes());
      assertThat(dataset.all()).isNotEmpty().allMatch(e -> e.image().width() > 1);
      if (!name.equals("caltech-101")) { // its split is ours
        assertThat(labelled(dataset, dataset.test())).isEqualTo(generated.test());
        var train = new TreeMap<>(generated.train());
        if (entry(name).counts().validation() > 0) {
          assertThat(labelled(dataset, dataset.validation())).isEqualTo(generated.validation());
        } else {
          assertThat(dataset.validation()).isNotEmpty();
          train.keySet().removeAll(dataset.validation().stream().map(Example::name).toList());
        }
        assertThat(labelled(dataset, dataset.train())).isEqualTo(train);
      }
    }
    assertThat(packed.digest()).isEqualTo(unpacked.digest());
    assertThat(labelled(packed, packed.train())).isEqualTo(labelled(unpacked, unpacked.train()));
    assertThat(labelled(packed, packed.test())).isEqualTo(labelled(unpacked, unpacked.test()));
  }

  @ParameterizedTest
  @MethodSource("names")
  void a_pack_made_of_the_archives_holds_the_same(String name) throws IOException {
    packed("packed", generated(name));
    var declared = part(name, "packed");
    Path pack = root.resolve("data.pack");
    try (var writer = PackWriter.in(root, List.of(), null, _ -> {})) {
      writer.finish(Datasets.read(declared.source(), root, writer), pack);
    }
    LoadedDataset fromPack = Datasets.split(declared, Pack.open(pack), 1);
    LoadedDataset fromArchives = readPacked(name, "packed");
    assertThat(fromPack.digest()).isEqualTo(fromArchives.digest());
    assertThat(labelled(fromPack, fromPack.all()))
        .isEqualTo(labelled(fromArchives, fromArchives.all()));
  }

  @ParameterizedTest
  @MethodSource("names")
  void neither_order_nor_mixture_of_archives_and_folders_matters(String name) {
    GeneratedArchives generated = generated(name);
    packed("a", generated);
    LoadedDataset first = readPacked(name, "a");
    var turned = new LinkedHashMap<String, Map<String, byte[]>>();
    generated
        .archives()
        .forEach((archive, files) -> {
          var paths = new ArrayList<>(files.keySet());
          Collections.reverse(paths);
          var reversed = new LinkedHashMap<String, byte[]>();
          paths.forEach(path -> reversed.put(path, files.get(path)));
          turned.put(archive.isEmpty() ? "zz.zip" : "b/" + archive, reversed);
        });
    packed(
        "b",
        new GeneratedArchives(
            turned,
            generated.classes(),
            generated.train(),
            generated.validation(),
            generated.test()));
    unpacked("a", generated); // beside the archives
    for (String folder : List.of("b", "a")) {
      LoadedDataset again = readPacked(name, folder);
      assertThat(again.digest()).as(folder).isEqualTo(first.digest());
      assertThat(labelled(again, again.train())).isEqualTo(labelled(first, first.train()));
      assertThat(labelled(again, again.test())).isEqualTo(labelled(first, first.test()));
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void fewer_images_than_the_official_ones_are_told_unless_they_are_meant(String name) {
    packed("x", generated(name));
    var whole = new DatasetSource.Catalogue(name, "x");
    CatalogueEntry entry = entry(name);
    assertThatThrownBy(() -> Datasets.read(whole, root, new MemoryStore()))
        .isInstanceOf(BadDataException.class)
        .hasMessageStartingWith(
            "%s: data set '%s' is not complete: ".formatted(root.resolve("x"), name))
        .hasMessageContaining(entry.provenance().home())
        .hasMessageEndingWith(", or say 'subset: true' if that is meant");
  }

  @Test
  void listed_images_that_are_not_there_are_counted_and_the_first_is_named() throws IOException {
    unpacked("x", generated("dtd"));
    Files.delete(root.resolve("x/dtd/images/banded/banded_0000.jpg"));
    Files.delete(root.resolve("x/dtd/images/zigzagged/zigzagged_0003.jpg"));
    var whole = new DatasetSource.Catalogue("dtd", "x");
    assertThatThrownBy(() -> Datasets.read(whole, root, new MemoryStore()))
        .isInstanceOf(BadDataException.class)
        .hasMessage(
            root.resolve("x")
                + ": data set 'dtd' is not complete: 2 classes instead of 47; 2 of 4 training images"
                + " missing, first: banded/banded_0000.jpg; 4 validation images instead of 1,880; 4"
                + " test images instead of 1,880; get dtd-r1.0.1.tar.gz from"
                + " https://www.robots.ox.ac.uk/~vgg/data/dtd/, or say 'subset: true' if that is"
                + " meant");
    assertThat(readPacked("dtd", "x").train()).hasSize(2);
  }

  @Test
  void what_is_missing_altogether_is_named_with_where_to_get_it() throws IOException {
    Files.createDirectories(root.resolve("x"));
    assertThatThrownBy(() -> Datasets.open(part("oxford-102-flowers", "x"), root, 1))
        .isInstanceOf(BadDataException.class)
        .hasMessage(
            root.resolve("x")
                + ": no imagelabels.mat, no setid.mat, no images of data set 'oxford-102-flowers' in"
                + " there; it comes with 102flowers.tgz, imagelabels.mat, setid.mat from"
                + " https://www.robots.ox.ac.uk/~vgg/data/flowers/102/");
    packed("y", generated("dtd"));
    assertThatThrownBy(() -> Datasets.open(part("dtd", "y"), root, 1))
        .isInstanceOf(BadDataException.class)
        .hasMessage(
            root.resolve("y")
                + ": no train1.txt, no val1.txt, no test1.txt, no images of data set 'dtd' unpacked"
                + " in there; dtd-r1.0.1.tar.gz must be prepared or unpacked first");
  }

  @Test
  void images_of_birdsnap_that_are_not_those_of_the_list_are_named() throws IOException {
    unpacked("x", generated("birdsnap"));
    Path wrong = root.resolve("x/download/images/Acadian_Flycatcher/7.jpg");
    Files.write(wrong, GeneratedArchives.encoded("photo unavailable", "jpg"));
    assertThatThrownBy(() -> Datasets.open(part("birdsnap", "x"), root, 1))
        .isInstanceOf(BadDataException.class)
        .hasMessage(
            root.resolve("x")
                + ": 1 images of data set 'birdsnap' are not those of its list by MD5, first:"
                + " Acadian_Flycatcher/7.jpg; delete them, or download them again");
  }

  @Test
  void images_of_other_partitions_are_not_kept_once_the_lists_are_known() {
    packed("x", generated("sun397")); // Partitions.zip comes before SUN397.tar.gz
    var kept = new ArrayList<String>();
    var store =
        new ImageStore() {
          @Override
          public Pixels keep(String path, long size, InputStream content) throws IOException {
            kept.add(path);
            return new MemoryStore().keep(path, size, content);
          }

          @Override
          public Pixels keep(String name, Image raw) {
            throw new IllegalStateException("no records in it");
          }
        };
    var source = new DatasetSource.Catalogue("sun397", "x", true);
    Parts parts = Datasets.read(source, root, store);
    assertThat(kept)
        .hasSize(parts.train().size() + parts.test().size())
        .noneMatch(path -> path.endsWith("sun_f.jpg"));
  }

  @Test
  void counts_are_those_of_the_paper_where_it_is_right() throws IOException {
    List<String> lines = Files.readAllLines(SharedFiles.require("tables/datasets.csv"));
    assertThat(Datasets.ALL).hasSizeGreaterThanOrEqualTo(lines.size() - 1);
    for (int i = 0; i < lines.size() - 1; i++) {
      String[] row = lines.get(i + 1).split(",");
      CatalogueEntry entry = Datasets.ALL.get(i);
      Counts counts = entry.counts();
      assertThat(
              List.of(
                  entry.classes(),
                  counts.train() + counts.validation(),
                  counts.test(),
                  entry.metric().label()))
          .as(entry.name() + " is " + row[0])
          .isEqualTo(
              List.of(
                  Integer.valueOf(row[5]),
                  Integer.valueOf(row[2]),
                  Integer.valueOf(row[6]),
                  row[4]));
    }
  }
}
