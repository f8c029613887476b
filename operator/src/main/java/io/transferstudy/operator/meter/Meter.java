package io.transferstudy.operator.meter;

import java.util.List;

/** Every series that the operator exports. One that is not here does not exist. */
public enum Meter {
  STUDIES(Kind.GAUGE, "transferstudy_studies", "", "Studies by state", "state"),
  CELLS(
      Kind.GAUGE,
      "transferstudy_cells",
      "",
      "Cells of a study by state",
      "namespace",
      "study",
      "state"),
  BEST_SCORE(
      Kind.GAUGE,
      "transferstudy_best_score",
      "",
      "Mean score of the best model of a setting, a fraction",
      "namespace",
      "study",
      "setting"),
  MODEL_SCORE(
      Kind.GAUGE,
      "transferstudy_model_score",
      "",
      "Mean log-odds of a model's scores in a setting",
      "namespace",
      "study",
      "setting",
      "model"),
  CORRELATION(
      Kind.GAUGE,
      "transferstudy_correlation",
      "",
      "Pearson's r of source with transfer accuracy in a setting",
      "namespace",
      "study",
      "setting"),
  CELLS_FINISHED(
      Kind.COUNTER,
      "transferstudy_cells_finished",
      "",
      "Cells that ended for good while this operator watched, by outcome",
      "outcome"),
  ATTEMPTS_FAILED(
      Kind.COUNTER,
      "transferstudy_attempts_failed",
      "",
      "Attempts that failed while this operator watched, by kind of failure",
      "kind"),
  EVENTS(
      Kind.COUNTER,
      "transferstudy_events",
      "",
      "Kubernetes Events of this operator, by what became of them",
      "result"),
  RECONCILE(
      Kind.TIMER,
      "transferstudy_reconcile",
      "seconds",
      "Duration of a look at one study, by outcome",
      "outcome");

  /** How a meter behaves. */
  public enum Kind {
    GAUGE,
    COUNTER,
    TIMER
  }

  private final Kind kind;
  private final String id;
  private final String unit;
  private final String help;
  private final List<String> labels;

  Meter(Kind kind, String id, String unit, String help, String... labels) {
    this.kind = kind;
    this.id = id;
    this.unit = unit;
    this.help = help;
    this.labels = List.of(labels);
  }

  /** How it behaves. */
  public Kind kind() {
    return kind;
  }

  /** Its name, without what Prometheus appends for unit and kind. */
  public String id() {
    return id;
  }

  /** Its base unit; empty for counts and fractions. */
  public String unit() {
    return unit;
  }

  /** One line for people. */
  public String help() {
    return help;
  }

  /** Its labels, few and bounded. */
  public List<String> labels() {
    return labels;
  }

  /** The names of the series as Prometheus has them. */
  public List<String> series() {
    return switch (kind) {
      case GAUGE -> List.of(id);
      case COUNTER -> List.of(id + "_total");
      case TIMER ->
          List.of(id + "_" + unit + "_count", id + "_" + unit + "_sum", id + "_" + unit + "_max");
    };
  }
}
