package io.transferstudy.worker.dataset;

import io.transferstudy.worker.image.Flip;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A data set that has been opened and split.
 *
 * @param name in the study
 * @param classes names by label
 * @param train images to train on while hyper-parameters are chosen
 * @param validation images to choose them by
 * @param test images to score once
 * @param flip the mirror images that keep a class
 * @param digest SHA-256 of the classes and of every example's name, label and content, in order of
 *     names, whatever their split; 64 hexadecimal digits
 */
public record LoadedDataset(
    String name,
    List<String> classes,
    List<Example> train,
    List<Example> validation,
    List<Example> test,
    Flip flip,
    String digest) {

  /** By label, then by name: the order of every list of examples. */
  static final Comparator<Example> CANONICAL =
      Comparator.comparingInt((Example e) -> order(e.labels())).thenComparing(Example::name);

  public LoadedDataset {
    classes = List.copyOf(classes);
    train = train.stream().sorted(CANONICAL).toList();
    validation = validation.stream().sorted(CANONICAL).toList();
    test = test.stream().sorted(CANONICAL).toList();
  }

  /** All images to train on once the hyper-parameters are chosen. */
  public List<Example> trainAndValidation() {
    return Stream.concat(train.stream(), validation.stream()).sorted(CANONICAL).toList();
  }

  /** Whether its images show any number of classes, not one each. */
  public boolean several() {
    return test.getFirst().labels() instanceof Labels.Several;
  }

  /**
   * What images of such a data set show.
   *
   * @throws IllegalArgumentException if one shows one class by definition
   */
  public static List<Labels.Several> severalLabels(List<Example> examples) {
    return examples.stream()
        .map(example ->
            switch (example.labels()) {
              case Labels.Several several -> several;
              case Labels.One _ ->
                  throw new IllegalArgumentException(example.name() + " shows one class");
            })
        .toList();
  }

  /** Every image, in the order of the digest. */
  public List<Example> all() {
    return Stream.of(train, validation, test).flatMap(List::stream).sorted(CANONICAL).toList();
  }

  /** Images with several labels have an order of names only. */
  private static int order(Labels labels) {
    return switch (labels) {
      case Labels.One(int only) -> only;
      case Labels.Several _ -> 0;
    };
  }
}
