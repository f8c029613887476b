package io.transferstudy.worker.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.transferstudy.worker.dataset.Example;
import io.transferstudy.worker.dataset.Labels;
import io.transferstudy.worker.dataset.Parts;
import io.transferstudy.worker.dataset.Pixels;
import io.transferstudy.worker.image.Flip;
import io.transferstudy.worker.image.Image;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DatasetChecksTest {
  private static final List<String> CLASSES = List.of("finch", "owl", "wren");

  private final List<Example> train = new ArrayList<>();
  private final List<Example> validation = new ArrayList<>();
  private final List<Example> test = new ArrayList<>();

  private static Example example(String name, int label, int content) {
    byte[] rgb = {(byte) content, (byte) (content >> 8), (byte) (content >> 16)};
    return new Example(name, label, new Pixels.Raw(new Image(1, 1, rgb)));
  }

  private void fill(int... trainPerClass) {
    int content = 0;
    for (int label = 0; label < trainPerClass.length; label++) {
      for (int i = 0; i < trainPerClass[label]; i++) {
        train.add(example("train/%d-%d".formatted(label, i), label, content++));
      }
      test.add(example("test/" + label, label, content++));
    }
  }

  private List<Finding> found() {
    return DatasetChecks.of(Parts.of(CLASSES, train, validation, test, Flip.HORIZONTAL));
  }

  @Test
  void nothingIsSaidOfADataSetThatIsAsItShouldBe() {
    fill(50, 5, 20);
    assertThat(found()).isEmpty();
    assertThat(DatasetChecks.page(found())).isEmpty();
  }

  @Test
  void anImageThatIsLearntAndTestedIsNamedWithItsTwin() {
    fill(5, 5, 5);
    test.add(example("test/again", 0, 900));
    test.add(example("test/again-2", 0, 900));
    test.add(example("test/chosen-by", 0, 901));
    test.add(example("test/twice-in-test", 0, 902));
    test.add(example("test/twice-in-test-2", 0, 902));
    train.add(example("train/a", 0, 900));
    train.add(example("train/b", 1, 900));
    validation.add(example("val/c", 1, 901));
    assertThat(found())
        .extracting(Finding::summary)
        .containsExactly(
            "3 of 8 test images are also to be trained on, byte for byte; leave them out of one:"
                + " test/again = train/a, test/again-2 = train/a, ...");
    assertThat(DatasetChecks.page(found()).lines().skip(1))
        .containsExactly(
            "    test/again = train/a", "    test/again-2 = train/a", "    test/chosen-by = val/c");
  }

  @Test
  void manyTwinsAreCountedAndAThousandNamed() {
    fill(5, 5, 5);
    for (int i = 0; i < 3_000; i++) {
      train.add(example("train/\n" + i, 0, 1_000 + i));
      test.add(example("test/" + i, 0, 1_000 + i));
    }
    assertThat(found()).hasSize(2);
    assertThat(found().getFirst().summary()).startsWith("3,000 of 3,003 test images are also");
    assertThat(found().getFirst().items()).hasSize(1_000).contains("test/0 = train/?0");
  }

  @Test
  void smallClassesAreNamedTheSmallestFirst() {
    fill(20, 4, 3);
    assertThat(found())
        .extracting(Finding::summary)
        .containsExactly(
            "2 of 3 classes have fewer than 5 images to train on; add some or leave them out: wren"
                + " (3), owl (4)");
  }

  @Test
  void aClassThatIsNotTestedAndOneThatIsNotLearnt() {
    fill(5, 6);
    test.removeLast();
    test.add(example("test/x", 2, 999));
    assertThat(found())
        .extracting(Finding::summary)
        .containsExactly(
            "1 of 3 classes has fewer than 5 images to train on; add some or leave it out: wren (0)",
            "1 of 3 classes has no test image, so that no score tells of it: owl",
            "the largest class has more than 10 times the images of the smallest; the"
                + " metric MeanPerClass tells more here than top-1: owl (6), wren (0)");
  }

  @Test
  void tenTimesIsEvenEnoughAndMoreIsNot() {
    fill(50, 5, 20);
    train.add(example("train/more", 0, 999));
    assertThat(found())
        .extracting(Finding::summary)
        .containsExactly(
            "the largest class has more than 10 times the images of the smallest; the"
                + " metric MeanPerClass tells more here than top-1: finch (51), owl (5)");
  }

  @Test
  void imagesOfSeveralClassesCountForEach() {
    fill(4, 5, 5);
    train.add(
        new Example(
            "both", new Labels.Several(List.of(0, 2), List.of(1)), train.getFirst().pixels()));
    assertThat(found()).isEmpty();
  }

  @Test
  void classesThatPeopleReadAsOneAreTold() {
    fill(50, 50, 50);
    var names = List.of("Sea lion", "caf\u00e9", "owl");
    assertThat(alike(names)).isEmpty();
    assertThat(alike(List.of("Sea lion", "sea_lion ", "owl")))
        .singleElement()
        .asString()
        .endsWith("if one is meant, name them alike: 'Sea lion' and 'sea_lion '");
    assertThat(alike(List.of("caf\u00e9", "cafe\u0301", "cafe"))).hasSize(1);
  }

  private List<String> alike(List<String> names) {
    return DatasetChecks.of(Parts.of(names, train, validation, test, Flip.HORIZONTAL)).stream()
        .map(Finding::summary)
        .toList();
  }
}
