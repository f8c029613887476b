package io.transferstudy.worker.probe;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.transferstudy.worker.SharedFiles;
import io.transferstudy.worker.engine.Engine;
import io.transferstudy.worker.torchscript.Precision;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.SoftAssertions;

/**
 * The reference's path on MobileNet v1 1.0@224 features of the Caltech-101 subset: first 30 files
 * of each class to train on, the rest to test. Whoever has extracted these features compares with
 * it.
 */
public final class CaltechReference {
  /** Fewer agreeing test examples mean another optimum; rounding in the features moves a few. */
  private static final int TEST_SLACK = 5;

  private final JsonNode reference;

  private CaltechReference(JsonNode reference) {
    this.reference = reference;
  }

  /** Reads the reference; skips the calling test where there is none. */
  public static CaltechReference require() throws IOException {
    return new CaltechReference(
        new ObjectMapper()
            .readTree(
                SharedFiles.require("reference/logreg/caltech-101-mobilenet-v1.json").toFile()));
  }

  /**
   * One value of the path.
   *
   * @param objective on the training examples
   * @param expectedObjective the reference's, within 1e-8 of the optimum for its own features
   * @param correct test examples
   * @param expectedCorrect the reference's
   */
  public record Row(
      double lambda,
      double objective,
      double expectedObjective,
      int correct,
      int expectedCorrect) {}

  /** Solves the whole path at the tolerance. */
  public List<Row> solve(
      Engine engine,
      LabelledFeatures train,
      LabelledFeatures test,
      double tolerance,
      Precision precision) {
    assertThat(train.n()).isEqualTo(reference.get("n_train").intValue());
    assertThat(test.n()).isEqualTo(reference.get("n_test").intValue());
    assertThat(train.classes()).isEqualTo(reference.get("classes").intValue());
    List<JsonNode> falling = new ArrayList<>();
    reference.get("path").forEach(falling::addFirst);
    var rows = new ArrayList<Row>();
    try (var path = L2Path.open(engine, train, precision);
        var predictor = Predictor.open(engine, test)) {
      for (JsonNode expected : falling) {
        L2Solution solution = path.solve(expected.get("lam").doubleValue(), tolerance);
        rows.add(
            new Row(
                solution.lambda(),
                solution.objective(),
                expected.get("objective").doubleValue(),
                predictor.predict(solution.classifier()).correct(test.labels()),
                (int) Math.rint(expected.get("test_accuracy").doubleValue() * test.n())));
      }
    }
    return rows;
  }

  /**
   * Checks every row.
   *
   * @param slack how much above the reference's an objective may be, as a share of it: the solver's
   *     tolerance, and what other features change
   */
  public static void check(List<Row> rows, double slack) {
    var softly = new SoftAssertions();
    for (Row row : rows) {
      softly
          .assertThat(row.objective())
          .as("objective at lambda %s", row.lambda())
          .isLessThanOrEqualTo(row.expectedObjective() * (1 + slack));
      softly
          .assertThat(Math.abs(row.correct() - row.expectedCorrect()))
          .as("difference in correct test examples at %s", row)
          .isLessThanOrEqualTo(TEST_SLACK);
    }
    softly.assertAll();
  }
}
