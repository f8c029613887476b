package io.transferstudy.study.findings;

import java.util.Arrays;
import java.util.Optional;

/**
 * Standard errors of models' mean log-odds that leave out how hard each data set is, which all
 * models share: every data set's mean over models is subtracted first (Cousineau 2005), and the
 * result widened by sqrt(M / (M - 1)), which makes up for that subtraction (Morey 2008, "Confidence
 * intervals from normalized data", TQMP 4:61-64).
 */
public enum WithinSubjectError {
  /** Morey's text: standard deviations divide by the number of data sets less one. */
  MOREY_2008(1),
  /**
   * Morey's factor with standard deviations that divide by the number of data sets: of the forms
   * with the factor the one that fits the error bars printed by Kornblith et al. (2019, Figure 2).
   * Smaller than {@link #MOREY_2008} by sqrt((D - 1) / D).
   */
  KORNBLITH_2019(0);

  private final int ddof;

  WithinSubjectError(int ddof) {
    this.ddof = ddof;
  }

  /**
   * One standard error a model; empty below two models or two data sets, where there is none.
   *
   * @param logOdds {@code [model][data set]}, without gaps
   */
  public Optional<double[]> of(double[][] logOdds) {
    int models = logOdds.length;
    if (models < 2 || logOdds[0].length < 2) {
      return Optional.empty();
    }
    int datasets = logOdds[0].length;
    var difficulty = new double[datasets];
    for (double[] row : logOdds) {
      for (int d = 0; d < datasets; d++) {
        difficulty[d] += row[d] / models;
      }
    }
    double morey = Math.sqrt(models / (models - 1.0));
    return Optional.of(
        Arrays.stream(logOdds)
            .mapToDouble(row -> morey * deviation(row, difficulty) / Math.sqrt(datasets))
            .toArray());
  }

  private double deviation(double[] row, double[] difficulty) {
    var moments = Moments.of(row, difficulty);
    // The sum of squares of (row - difficulty) about its own mean.
    double squares = 0;
    for (int d = 0; d < row.length; d++) {
      double z = (row[d] - moments.meanX()) - (difficulty[d] - moments.meanY());
      squares += z * z;
    }
    return Math.sqrt(squares / (row.length - ddof));
  }
}
