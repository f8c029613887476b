package io.transferstudy.operator.study;

import io.transferstudy.api.mapping.Violation;
import java.util.List;

/** Violations as a condition's message: one a line, and as many as a status has room for. */
final class RefusalText {
  private static final int LONGEST = 7_000;

  private RefusalText() {}

  static String of(List<Violation> violations) {
    var text = new StringBuilder();
    for (int i = 0; i < violations.size(); i++) {
      String line = violations.get(i).toString();
      if (text.length() + line.length() > LONGEST) {
        return text + "\nand " + (violations.size() - i) + " more";
      }
      text.append(i == 0 ? "" : "\n").append(line);
    }
    return text.toString();
  }
}
