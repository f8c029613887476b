package io.transferstudy.api.mapping;

import io.transferstudy.study.grid.Study;
import java.util.List;

/** What became of a manifest. */
public sealed interface Mapping {

  /**
   * It is valid.
   *
   * @param study with every default applied; its parallelism is 1 where the manifest gives none
   */
  record Accepted(Study study) implements Mapping {}

  /**
   * It is not.
   *
   * @param violations all of them, at least one
   */
  record Rejected(List<Violation> violations) implements Mapping {
    public Rejected {
      violations = List.copyOf(violations);
    }
  }
}
