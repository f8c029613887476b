package io.transferstudy.bench.chaos;

import java.util.List;

/**
 * What the history shows.
 *
 * @param studies that there were
 * @param cells of all grids at the end
 * @param failingCells those of them that need what fails for good
 * @param shared what is done once in all grids at the end
 * @param jobsCreated in all
 * @param resultsStored of cells, in all
 * @param sharedStored of what is done once, in all
 * @param ranAgain after a deletion, suspension or edit: work that was asked for once more
 * @param largestStatus of a study, bytes
 * @param facts that the history has
 * @param violations in the order of revisions
 */
record Verdict(
    int studies,
    int cells,
    int failingCells,
    int shared,
    int jobsCreated,
    int resultsStored,
    int sharedStored,
    int ranAgain,
    int largestStatus,
    int facts,
    List<Violation> violations) {
  Verdict {
    violations = List.copyOf(violations);
  }

  @Override
  public String toString() {
    return """
    %d studies, %d cells of which %d fail as played, %d pieces of shared work, \
    %d Jobs created, %d results and %d shared ones stored, \
    %d ran again after a deletion, suspension or edit, \
    largest status %d bytes, %d facts, %d violations\
    """
        .formatted(
            studies,
            cells,
            failingCells,
            shared,
            jobsCreated,
            resultsStored,
            sharedStored,
            ranAgain,
            largestStatus,
            facts,
            violations.size());
  }
}
