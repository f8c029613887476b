package io.transferstudy.worker.score;

import io.transferstudy.study.findings.AveragePrecision;
import io.transferstudy.study.findings.AveragePrecision.Truth;
import io.transferstudy.study.findings.ElevenPointMap;
import io.transferstudy.study.findings.Score;
import io.transferstudy.study.grid.Metric;
import io.transferstudy.worker.dataset.Labels;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Of examples that show any number of classes.
 *
 * @param classes how many there are
 * @param labels what each example shows
 * @param logits row-major, examples x classes: higher for "shows it"
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record SeveralAnswers(int classes, List<Labels.Several> labels, float[] logits)
    implements Answers {
  public SeveralAnswers {
    labels = List.copyOf(labels);
    if (labels.isEmpty() || logits.length != Math.multiplyExact(labels.size(), classes)) {
      throw new IllegalArgumentException(
          labels.size() + " examples, " + classes + " classes, " + logits.length + " logits");
    }
  }

  @Override
  public int total() {
    return labels.size();
  }

  /**
   * How many have as their most likely class, of those that are not difficult to tell, one that
   * they show: an accuracy that can be tested image by image, as mAP cannot.
   */
  public int correct() {
    return (int) IntStream.range(0, total()).filter(this::right).count();
  }

  private boolean right(int example) {
    int best = -1;
    for (int k = 0; k < classes; k++) {
      if (labels.get(example).truth(k) != Truth.IGNORED
          && (best < 0 || logit(example, k) > logit(example, best))) {
        best = k;
      }
    }
    return best >= 0 && labels.get(example).truth(best) == Truth.PRESENT;
  }

  private float logit(int example, int label) {
    return logits[example * classes + label];
  }

  @Override
  public double value(Metric metric) {
    require(metric);
    return ElevenPointMap.value(orders());
  }

  @Override
  public Score score(Metric metric) {
    require(metric);
    return ElevenPointMap.of(orders(), total(), correct());
  }

  private static void require(Metric metric) {
    if (metric != Metric.ELEVEN_POINT_MAP) {
      throw new IllegalArgumentException(
          "images of several classes can only be scored by %s, not by %s"
              .formatted(Metric.ELEVEN_POINT_MAP.label(), metric.label()));
    }
  }

  private List<AveragePrecision> orders() {
    return IntStream.range(0, classes).mapToObj(this::order).toList();
  }

  private AveragePrecision order(int label) {
    var scores = new float[total()];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = logit(i, label);
    }
    return AveragePrecision.of(scores, i -> labels.get(i).truth(label));
  }

  @Override
  public List<OfClass> perClass() {
    return IntStream.range(0, classes)
        .mapToObj(k -> {
          var order = order(k);
          return new OfClass(k, order.positives(), order.value());
        })
        .toList();
  }
}
