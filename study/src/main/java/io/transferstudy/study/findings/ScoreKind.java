package io.transferstudy.study.findings;

/** The kinds of score. A new one is one constant: its label and its formula over a tally. */
public enum ScoreKind {
  /** The share of examples whose most likely class is the right one. */
  TOP1("top1") {
    @Override
    double value(Tally tally) {
      return (double) tally.correct() / tally.n();
    }

    @Override
    Interval interval95(Tally tally) {
      return Wilson.interval95(tally.correct(), tally.n());
    }
  };

  private final String label;

  ScoreKind(String label) {
    this.label = label;
  }

  /** As written in tables and files. */
  public String label() {
    return label;
  }

  abstract double value(Tally tally);

  abstract Interval interval95(Tally tally);
}
