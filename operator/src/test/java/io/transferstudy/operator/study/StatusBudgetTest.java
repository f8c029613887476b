package io.transferstudy.operator.study;

import static org.assertj.core.api.Assertions.assertThat;

import io.transferstudy.api.v1alpha1.CellCounts;
import io.transferstudy.api.v1alpha1.GridStatus;
import io.transferstudy.api.v1alpha1.LeaderboardRow;
import io.transferstudy.api.v1alpha1.ModelStatus;
import io.transferstudy.api.v1alpha1.SettingStatus;
import io.transferstudy.api.v1alpha1.StudyCondition;
import io.transferstudy.api.v1alpha1.TransferStudyStatus;
import java.util.Collections;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StatusBudgetTest {
  private static final String TIME = "2026-01-02T03:04:05.123456789Z";

  @Test
  void aStatusThatFitsIsLeftAlone() {
    var status = status(2, 3, "short", 10);
    assertThat(StatusBudget.fit(status)).isSameAs(status);
  }

  @Test
  void theGridGoesFirst() {
    var status = status(1, 3, "x".repeat(7_000), 1_000);
    assertThat(StatusBudget.bytes(status)).isGreaterThan(StatusBudget.MOST_BYTES);
    var fitted = StatusBudget.fit(status);
    assertThat(StatusBudget.bytes(fitted)).isLessThan(StatusBudget.MOST_BYTES);
    assertThat(fitted.grid()).isNull();
    assertThat(fitted.conditions()).isEqualTo(status.conditions());
    assertThat(fitted.pretrained()).isEqualTo(status.pretrained());
  }

  /** All that the schema, the rules and the operator's own bounds allow at once. */
  @Test
  void theLargestStatusFitsAndLosesNoRecord() {
    var status = status(40, 20, "\"".repeat(8_000), 1_000);
    var fitted = StatusBudget.fit(status);
    assertThat(StatusBudget.bytes(fitted)).isLessThan(StatusBudget.MOST_BYTES);
    assertThat(fitted.pretrained())
        .hasSize(40)
        .allSatisfy(model -> {
          assertThat(model.weightsSha256()).hasSize(64);
          assertThat(model.resultKey()).hasSize(64);
          assertThat(model.artifacts()).isNotEmpty();
          assertThat(model.jobName()).isNotEmpty();
        });
    assertThat(fitted.conditions()).hasSize(6);
  }

  @Test
  void theLargestStatusOfGivenWeightsFits() {
    var status = status(0, 60, 20, "\"".repeat(8_000), 1_000);
    var fitted = StatusBudget.fit(status);
    assertThat(StatusBudget.bytes(fitted)).isLessThan(StatusBudget.MOST_BYTES);
    assertThat(fitted.gates())
        .hasSize(60)
        .allSatisfy(model -> assertThat(model.weightsSha256()).hasSize(64));
  }

  private static TransferStudyStatus status(int models, int settings, String message, int cells) {
    return status(models, 0, settings, message, cells);
  }

  private static TransferStudyStatus status(
      int pretrained, int gates, int settings, String message, int cells) {
    return new TransferStudyStatus(
        Long.MAX_VALUE,
        "BudgetExceeded",
        list(
            6,
            i ->
                new StudyCondition(
                    "Condition" + i, "False", "NothingNewStarts", message, TIME, 9L)),
        new CellCounts(cells, cells, cells, cells, cells),
        "10000/10000",
        name(0) + ", " + name(1),
        list(pretrained, i -> model(i, "0".repeat(64), message)),
        list(gates, i -> model(i, null, message)),
        null,
        list(settings, StatusBudgetTest::setting),
        grid(cells),
        name(2),
        "123456.78",
        "123456.78",
        TIME);
  }

  private static ModelStatus model(int i, @Nullable String resultKey, String message) {
    String digest = "0".repeat(64);
    return new ModelStatus(
        name(i),
        digest,
        "Succeeded",
        123_456,
        123_456,
        "InsufficientEphemeralStorage",
        message.substring(0, Math.min(message.length(), 1_000)),
        1_281_167,
        1_281_167,
        123_456.789012345,
        "cuda:0 NVIDIA H100 80GB HBM3",
        resultKey,
        resultKey == null ? null : "results/" + resultKey,
        digest,
        TIME,
        TIME,
        name(i),
        7,
        null,
        123_456.789012345);
  }

  private static SettingStatus setting(int i) {
    double digits = -1.23456;
    return new SettingStatus(
        name(i),
        name(i),
        digits,
        digits,
        digits,
        digits,
        digits,
        100,
        list(10, row -> new LeaderboardRow(name(row), digits, digits, 100)));
  }

  private static GridStatus grid(int cells) {
    return new GridStatus(
        list(100, StatusBudgetTest::name),
        list(100, StatusBudgetTest::name),
        list(20, StatusBudgetTest::name),
        LongStream.range(0, 20).boxed().toList(),
        "S".repeat(cells),
        Collections.nCopies(cells, 1_234_567),
        Collections.nCopies(cells, 1_234_567),
        Collections.nCopies(cells, 0.1234));
  }

  private static <T> List<T> list(int count, IntFunction<T> make) {
    return IntStream.range(0, count).mapToObj(make).toList();
  }

  /** As long as a name may be. */
  private static String name(int i) {
    return "n" + i + "x".repeat(63 - 1 - String.valueOf(i).length());
  }
}
