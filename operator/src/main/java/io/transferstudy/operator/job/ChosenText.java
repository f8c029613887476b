package io.transferstudy.operator.job;

import io.transferstudy.study.work.Outcome.Chosen;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a search chose, as one line of a cell's status. */
final class ChosenText {
  private static final Pattern L2 = Pattern.compile("lambda=(\\S+)");
  private static final Pattern POINT = Pattern.compile("learningRate=(\\S+) weightDecay=(\\S+)");

  private ChosenText() {}

  static @Nullable String write(@Nullable Chosen chosen) {
    return switch (chosen) {
      case null -> null;
      case Chosen.L2(double lambda) -> "lambda=" + lambda;
      case Chosen.Point(double rate, double decay) ->
          "learningRate=" + rate + " weightDecay=" + decay;
    };
  }

  /** Reads it back; null for any other text. */
  static @Nullable Chosen read(@Nullable String text) {
    if (text == null) {
      return null;
    }
    Matcher l2 = L2.matcher(text);
    Matcher point = POINT.matcher(text);
    try {
      if (l2.matches()) {
        return new Chosen.L2(Double.parseDouble(l2.group(1)));
      }
      if (point.matches()) {
        return new Chosen.Point(
            Double.parseDouble(point.group(1)), Double.parseDouble(point.group(2)));
      }
      return null;
    } catch (NumberFormatException e) {
      return null;
    }
  }
}
