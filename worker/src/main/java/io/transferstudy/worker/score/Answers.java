package io.transferstudy.worker.score;

import io.transferstudy.study.findings.Score;
import io.transferstudy.study.grid.Metric;
import java.util.List;
import java.util.OptionalDouble;

/** A network's or classifier's answers on a set of examples, in the set's order. */
public sealed interface Answers permits SingleAnswers, SeveralAnswers {
  /** How many examples. */
  int total();

  /**
   * The score alone, to compare by.
   *
   * @throws IllegalArgumentException if the metric is not for such labels
   */
  double value(Metric metric);

  /** The score with its error; for test examples. As {@link #value}. */
  Score score(Metric metric);

  /** One entry a class, in the order of the classes. */
  List<OfClass> perClass();

  /**
   * How one class did.
   *
   * @param label index of the class
   * @param images that show it
   * @param score of these the share that are right, or the average precision; empty if none shows
   *     it
   */
  record OfClass(int label, int images, OptionalDouble score) {}
}
