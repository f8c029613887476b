package io.transferstudy.worker.dataset;

import io.transferstudy.worker.image.Flip;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * What a source gives: its images, with the test set apart.
 *
 * @param classes names by label
 * @param train images to train on
 * @param validation the source's own; empty if it has none
 * @param test images to score
 * @param flip the mirror images that keep a class
 * @param missing images that are listed and not there
 * @param md5 published digests of contents by name of the example; empty if there are none
 */
public record Parts(
    List<String> classes,
    List<Example> train,
    List<Example> validation,
    List<Example> test,
    Flip flip,
    List<Missing> missing,
    Map<String, String> md5) {

  /** A source without lists: all that is there is all that there is. */
  public static Parts of(
      List<String> classes,
      List<Example> train,
      List<Example> validation,
      List<Example> test,
      Flip flip) {
    return new Parts(classes, train, validation, test, flip, List.of(), Map.of());
  }

  /** The same, with validation images that were chosen from the training ones. */
  Parts heldOut(Split split) {
    return new Parts(classes, split.rest(), split.chosen(), test, flip, missing, md5);
  }

  /** With labels that could be several. */
  Parts several() {
    return with(Parts::several);
  }

  private static List<Example> several(List<Example> examples) {
    return examples.stream()
        .map(example ->
            switch (example.labels()) {
              case Labels.One(int only) ->
                  new Example(
                      example.name(),
                      new Labels.Several(List.of(only), List.of()),
                      example.pixels());
              case Labels.Several _ -> example;
            })
        .toList();
  }

  /** The same with each list of examples changed: train, validation, test. */
  public Parts with(UnaryOperator<List<Example>> change) {
    return new Parts(
        classes,
        change.apply(train),
        change.apply(validation),
        change.apply(test),
        flip,
        missing,
        md5);
  }

  /** Only the first so many classes. */
  Parts first(int count) {
    return new Parts(
        classes.subList(0, Math.min(count, classes.size())),
        first(train, count),
        first(validation, count),
        first(test, count),
        flip,
        missing,
        md5);
  }

  private static List<Example> first(List<Example> examples, int count) {
    return examples.stream()
        .<Example>mapMulti((example, kept) ->
            example
                .labels()
                .first(count)
                .ifPresent(
                    labels -> kept.accept(new Example(example.name(), labels, example.pixels()))))
        .toList();
  }
}
