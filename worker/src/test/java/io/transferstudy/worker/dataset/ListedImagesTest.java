package io.transferstudy.worker.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.transferstudy.study.grid.Dataset;
import io.transferstudy.study.grid.DatasetSource.Listed;
import io.transferstudy.study.grid.DatasetSource.Pick;
import io.transferstudy.study.grid.Metric;
import io.transferstudy.study.grid.Resize;
import io.transferstudy.worker.format.Packing;
import io.transferstudy.worker.image.BadDataException;
import io.transferstudy.worker.image.Pictures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ListedImagesTest {
  @TempDir Path root;

  private static Dataset listed(@Nullable Integer trainPerClass, @Nullable Double testFraction) {
    return dataset(new Listed("birds", "labels.csv", trainPerClass, Pick.RANDOM, testFraction));
  }

  private static Dataset dataset(Listed source) {
    return new Dataset("birds", source, Resize.WHOLE, 0.25, null);
  }

  private void images(String... paths) throws IOException {
    for (String path : paths) {
      Path file = root.resolve("birds").resolve(path);
      Files.createDirectories(file.getParent());
      Files.write(file, Pictures.png(Pictures.generated(8 + path.length() % 5, 9)));
    }
  }

  private void csv(String content) throws IOException {
    Files.createDirectories(root.resolve("birds"));
    Files.writeString(root.resolve("birds/labels.csv"), content);
  }

  private static List<String> names(List<Example> examples) {
    return examples.stream().map(example -> example.label() + " " + example.name()).toList();
  }

  @Test
  void a_file_may_say_what_each_image_is_for() throws IOException {
    images("a.png", "in/b.png", "in/c.png", "in/d, e.png", "f.png", "not listed.png");
    csv(
        """
        Label,id,Path,SPLIT
        wren,1,a.png,train
        finch,2,./in//b.png,Train
        wren,3,in/c.png,val
        " finch ",4,"in/d, e.png",validation
        wren,5,f.png,test
        """);
    LoadedDataset birds = Datasets.open(listed(null, null), root, 1);
    assertThat(birds.classes()).containsExactly("finch", "wren");
    assertThat(names(birds.train())).containsExactly("0 in/b.png", "1 a.png");
    assertThat(names(birds.validation())).containsExactly("0 in/d, e.png", "1 in/c.png");
    assertThat(names(birds.test())).containsExactly("1 f.png");
  }

  /** Twenty images of two classes as rows in some order. */
  private List<String> rows(int each) throws IOException {
    var rows = new ArrayList<String>();
    for (int i = 0; i < each; i++) {
      images("w%02d.png".formatted(i), "f%02d.png".formatted(i));
      rows.add("w%02d.png,wren\n".formatted(i));
      rows.add("f%02d.png,finch\n".formatted(i));
    }
    return rows;
  }

  @Test
  void without_splits_names_decide_and_not_the_order_of_rows() throws IOException {
    List<String> rows = rows(10);
    csv("path,label\n" + String.join("", rows));
    LoadedDataset byCount = Datasets.open(listed(6, null), root, 1);
    LoadedDataset byFraction = Datasets.open(listed(null, 0.3), root, 1);
    assertThat(byCount.test()).hasSize(8);
    assertThat(byFraction.test()).hasSize(6);
    assertThat(byFraction.validation()).hasSize(4);
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    Collections.shuffle(rows, new Random(seed));
    csv("path,label\n" + String.join("", rows));
    assertThat(Datasets.open(listed(6, null), root, 1)).isEqualTo(byCount);
    assertThat(Datasets.open(listed(null, 0.3), root, 1)).isEqualTo(byFraction);
    assertThat(Datasets.open(listed(6, null), root, 2).test()).isEqualTo(byCount.test());
  }

  @Test
  void a_fraction_leaves_two_of_a_class_to_train_on() throws IOException {
    csv("path,label\n" + String.join("", rows(3)));
    LoadedDataset birds = Datasets.open(listed(null, 0.9), root, 1);
    assertThat(birds.test()).hasSize(2);
    assertThat(birds.train()).hasSize(2);
    assertThat(birds.validation()).hasSize(2);
    csv("path,label\nw00.png,wren\nw01.png,wren\nf00.png,finch\n");
    assertThatThrownBy(() -> Datasets.open(listed(null, 0.5), root, 1))
        .isInstanceOf(BadDataException.class)
        .hasMessage(
            "2 classes have too few images: 'finch' has 1 image, 'wren' has 2 images; at least 3 are"
                + " needed, to train, to choose and to test; add some or leave these classes out");
  }

  @Test
  void an_archive_holds_list_and_images_in_any_order() throws IOException {
    List<String> rows = rows(4);
    csv("path,label\n" + String.join("", rows));
    var files = Packing.below(root.resolve("birds"), "top");
    files.put("top/raw/not an image.txt", new byte[] {1});
    String digest = Datasets.open(listed(2, null), root, 1).digest();
    for (String archive : List.of("birds.zip", "birds.tar.gz")) {
      Files.write(root.resolve(archive), Packing.pack(archive, files));
      var source = new Listed(archive, "top/labels.csv", 2, Pick.RANDOM, null);
      var store = new MemoryStore();
      Parts parts = Datasets.read(source, root, store);
      assertThat(Datasets.split(dataset(source), parts, 1).digest()).isEqualTo(digest);
      assertThatThrownBy(() -> Datasets.open(dataset(source), root, 1))
          .hasMessageEndingWith(archive + ": an archive; it must be prepared or unpacked first");
      var other = new Listed(archive, "labels.csv", 2, Pick.RANDOM, null);
      assertThatThrownBy(() -> Datasets.read(other, root, store))
          .hasMessageEndingWith(
              archive
                  + ": holds no 'labels.csv', but 'top/labels.csv'; put it there, or correct 'labels' in the manifest");
    }
  }

  @Test
  void all_that_is_wrong_is_told_at_once() throws IOException {
    images("a.png", "b.png");
    csv(
        """
        path,label,split
        a.png,wren,train
        b.png,,test
        ,wren,test
        b.png,wren,holdout
        ../c.png,wren,test
        /etc/d.png,wren,test
        a.png,wren,test
        b.png,wren
        c.png,wren,test
        """);
    assertThatThrownBy(() -> Datasets.open(listed(null, null), root, 1))
        .isInstanceOf(BadDataException.class)
        .hasMessage(
            root.resolve("birds/labels.csv")
                + ": 8 things to correct: line 3: no label; line 4: no path; line 5: split"
                + " 'holdout' is none of train, val, test; line 6: '../c.png' is no path within the"
                + " folder of this file; line 7: '/etc/d.png' is no path within the folder of this"
                + " file; line 8: 'a.png' is in line 2 already, in another split; line 9: 2 values"
                + " instead of 3; put values with commas in quotes; line 10: no file 'c.png'");
  }

  @Test
  void what_is_missing_is_counted_and_the_first_are_named() throws IOException {
    images("a.png");
    var rows = new StringBuilder("path,label,split\na.png,wren,train\n");
    for (int i = 0; i < 1_000; i++) {
      rows.append("deep/%s/%04d.png,wren,test\n".formatted("x".repeat(200), i));
    }
    csv(rows.toString());
    assertThatThrownBy(() -> Datasets.open(listed(null, null), root, 1))
        .hasMessageContaining("labels.csv: 1,000 things to correct: line 3: no file '...xxx")
        .hasMessageContaining("line 10: no file")
        .hasMessageEndingWith("0007.png'; and others")
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(1_000));
  }

  @Test
  void one_image_has_one_row() throws IOException {
    images("a.png", "b.png");
    csv("path,label\na.png,wren\na.png,finch\n./a.png,finch\nb.png,finch\n");
    assertThatThrownBy(() -> Datasets.open(listed(1, null), root, 1))
        .hasMessageEndingWith(
            ": 2 things to correct: line 3: 'a.png' is in line 2 already, with another label;"
                + " several labels of one image belong into one row, parted by ';'; line 4: 'a.png'"
                + " is in line 3 already");
  }

  @Test
  void an_image_may_have_several_labels() throws IOException {
    var rows = new StringBuilder("path,label\n");
    for (int i = 0; i < 20; i++) {
      images(i + ".png");
      rows.append(i).append(".png,").append(i % 3 == 0 ? "sea; boat\n" : "sea\n");
    }
    csv(rows.toString());

    LoadedDataset drawn = Datasets.open(listed(null, 0.3), root, 1);
    assertThat(drawn.classes()).containsExactly("boat", "sea");
    assertThat(List.of(drawn.train().size(), drawn.validation().size(), drawn.test().size()))
        .as("3 of 10 to test, a quarter of the others to choose by")
        .containsExactly(10, 4, 6);
    assertThat(drawn.all()).extracting(Example::name).doesNotHaveDuplicates().hasSize(20);
    assertThat(labelsOf(drawn, "0.png")).isEqualTo(new Labels.Several(List.of(0, 1), List.of()));
    assertThat(labelsOf(drawn, "1.png")).isEqualTo(new Labels.Several(List.of(1), List.of()));
    assertThat(Datasets.open(listed(null, 0.3), root, 2).test())
        .as("the seed moves what is held out, not what is tested")
        .extracting(Example::name)
        .isEqualTo(drawn.test().stream().map(Example::name).toList());

    assertThatThrownBy(() -> Datasets.open(listed(5, null), root, 1))
        .hasMessageContaining("cannot be picked class by class: say testFraction instead of");
  }

  @Test
  void those_of_one_label_each_can_be_scored_as_several() throws IOException {
    images("a.png", "b.png", "c.png", "d.png");
    csv("path,label,split\na.png,x,train\nb.png,y,train\nc.png,x,val\nd.png,y,test\n");
    var source = new Listed("birds", "labels.csv", null, Pick.RANDOM, null);
    var several = new Dataset("birds", source, Resize.WHOLE, 0.25, null, Metric.ELEVEN_POINT_MAP);

    assertThat(labelsOf(Datasets.open(several, root, 1), "d.png"))
        .isEqualTo(new Labels.Several(List.of(1), List.of()));
    assertThat(labelsOf(Datasets.open(dataset(source), root, 1), "d.png")).isEqualTo(Labels.of(1));
  }

  private static Labels labelsOf(LoadedDataset dataset, String name) {
    return dataset.all().stream()
        .filter(example -> example.name().equals(name))
        .findFirst()
        .orElseThrow()
        .labels();
  }

  @Test
  void what_cannot_be_a_list_is_refused_with_what_it_should_be() throws IOException {
    images("a.png", "b.png");
    assertRefused("", "labels.csv: empty; the first line must name the columns: path,label or");
    assertRefused("path,label\n", "labels.csv: lists no image");
    assertRefused("file,label\na.png,x\n", "line 1: no column 'path'; the first line must name");
    assertRefused("path;label\na.png;x\n", "path,label,split, parted by commas");
    assertRefused("path,label,Path\n", "line 1: two columns of one name");
    assertRefused("path,label,split\na.png,x,train\n", "no row has the split 'test'");
    assertRefused("path,label,split\na.png,x,test\n", "no row has the split 'train'");
    assertRefused(
        "path,label\na.png,x\n",
        "has no column 'split'; add it, or say trainPerClass or testFraction in the manifest");
    csv("path,label,split\na.png,x,train\nb.png,x,test\n");
    assertThatThrownBy(() -> Datasets.open(listed(1, null), root, 1))
        .hasMessageContaining(
            "has a column 'split', so trainPerClass and testFraction must not be");
    assertRefused("path,label,split\na.png,x;,train\n", "line 2: an empty label in 'x;'");
    Files.delete(root.resolve("birds/labels.csv"));
    assertThatThrownBy(() -> Datasets.open(listed(1, null), root, 1))
        .hasMessageEndingWith(
            "birds: holds no 'labels.csv'; put it there, or correct 'labels' in the manifest");
    var nowhere = new Listed("none", "labels.csv", 1, Pick.RANDOM, null);
    assertThatThrownBy(() -> Datasets.open(dataset(nowhere), root, 1))
        .hasMessageContaining("none: there is no such folder or archive");
  }

  private void assertRefused(String content, String problem) throws IOException {
    csv(content);
    assertThatThrownBy(() -> Datasets.open(listed(null, null), root, 1))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining(problem);
  }

  @Test
  void a_path_of_windows_is_told_as_such() throws IOException {
    images("a.png");
    csv("path,label\nin\\a.png,wren\n");
    assertThatThrownBy(() -> Datasets.open(listed(null, 0.3), root, 1))
        .isInstanceOf(BadDataException.class)
        .hasMessageEndingWith(
            ": 1 thing to correct: line 2: 'in\\a.png' has '\\' where '/' must be");
  }
}
