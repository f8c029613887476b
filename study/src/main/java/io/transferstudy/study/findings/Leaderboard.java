package io.transferstudy.study.findings;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Models of one setting by their mean log-odds, highest first.
 *
 * @param commonDatasets the data sets that the means are over: all ranked models finished them
 * @param datasets how many data sets the study has
 * @param ranked best first
 * @param unranked models that lack one of the common data sets, as listed in the study
 */
public record Leaderboard(
    List<String> commonDatasets, int datasets, List<Ranked> ranked, List<Unranked> unranked) {

  /** Below this p value a model is called behind the best, as in Kornblith et al. 2019. */
  public static final double SIGNIFICANCE = 0.05;

  /**
   * A model with its place.
   *
   * @param place 1 is best; equal means share a place
   * @param meanLogOdds plain mean over the common data sets, over seeds first
   * @param standardError within-subject ({@link WithinSubjectError#KORNBLITH_2019}); null below two
   *     models or two data sets
   * @param againstBest the paired t-test of the best model's log-odds less this one's over the
   *     common data sets; null for the best and where the test is undefined
   * @param standing what may be said about it and the best
   */
  public record Ranked(
      int place,
      String model,
      double meanLogOdds,
      @Nullable Double standardError,
      @Nullable PairedT againstBest,
      Standing standing) {
    /** The accuracy with these mean log-odds: a typical one, not the mean accuracy. */
    public double typicalAccuracy() {
      return LogOdds.toFraction(meanLogOdds);
    }
  }

  /** A model without a place, and the data sets on which it has not finished every seed. */
  public record Unranked(String model, List<String> missing) {}

  /** What may be said about a model and the best one. */
  public enum Standing {
    /** It has the highest mean. */
    BEST("best"),
    /** The paired t-test over data sets, not corrected for several models, tells them apart. */
    BEHIND("behind the best"),
    /** Data sets alone do not tell them apart, and the predictions have not been compared. */
    NOT_YET_TESTED("not yet tested");

    private final String label;

    Standing(String label) {
      this.label = label;
    }

    /** As people read it. */
    public String label() {
      return label;
    }
  }

  static Leaderboard of(ScoreTable table) {
    var block = CommonBlock.of(table);
    double[][] logOdds = table.logOdds(block.models(), block.datasets());
    double[] means =
        Arrays.stream(logOdds).mapToDouble(row -> Arrays.stream(row).average().orElse(0)).toArray();
    var errors = WithinSubjectError.KORNBLITH_2019.of(logOdds);
    int best =
        IntStream.range(0, means.length)
            .boxed()
            .max(Comparator.comparing((Integer m) -> means[m]).thenComparing(m -> -m))
            .orElse(-1);
    var ranked =
        IntStream.range(0, means.length)
            .mapToObj(m -> {
              boolean leads = means[m] == means[best];
              var test = leads ? null : PairedT.of(logOdds[best], logOdds[m]).orElse(null);
              return new Ranked(
                  1 + (int) Arrays.stream(means).filter(mean -> mean > means[m]).count(),
                  block.models().get(m),
                  means[m],
                  errors.isPresent() ? errors.get()[m] : null,
                  test,
                  leads ? Standing.BEST : standing(test));
            })
            .sorted(Comparator.comparingInt(Ranked::place))
            .toList();
    var unranked =
        table.models().stream()
            .filter(m -> !block.models().contains(m))
            .map(m -> new Unranked(m, table.missing(m)))
            .toList();
    return new Leaderboard(block.datasets(), table.datasets().size(), ranked, unranked);
  }

  private static Standing standing(@Nullable PairedT test) {
    return test != null && test.p() < SIGNIFICANCE ? Standing.BEHIND : Standing.NOT_YET_TESTED;
  }

  /** Whether every model is ranked over every data set. */
  public boolean complete() {
    return unranked.isEmpty() && commonDatasets.size() == datasets;
  }

  /** The model in front, if any is ranked. */
  public Optional<Ranked> best() {
    return ranked.stream().findFirst();
  }
}
