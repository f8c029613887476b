package io.transferstudy.bench.chaos;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is found, in the order of the history. */
final class Findings {
  private final List<Violation> violations = new ArrayList<>();

  void add(Violation.Kind kind, Fact fact, String format, @Nullable Object... values) {
    violations.add(new Violation(kind, fact.revision(), format.formatted(values)));
  }

  void addAll(List<Violation> more) {
    violations.addAll(more);
  }

  List<Violation> all() {
    return List.copyOf(violations);
  }
}
