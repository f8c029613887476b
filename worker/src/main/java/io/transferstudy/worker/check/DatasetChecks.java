package io.transferstudy.worker.check;

import io.transferstudy.worker.dataset.Parts;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** All checks of a data set. */
public final class DatasetChecks {
  private DatasetChecks() {}

  /** What there is to look at, most important first; the contents' digests are asked for. */
  public static List<Finding> of(Parts parts) {
    ClassSizes sizes = ClassSizes.of(parts);
    return Stream.of(
            Twins.in(parts),
            AlikeClasses.in(parts.classes()),
            sizes.few(),
            sizes.untested(),
            sizes.uneven())
        .flatMap(Optional::stream)
        .toList();
  }

  /** A page with all of it; empty if there is nothing. */
  public static String page(List<Finding> findings) {
    var page = new StringBuilder();
    for (Finding finding : findings) {
      page.append(page.isEmpty() ? "" : "\n").append(finding.summary()).append('\n');
      finding.items().forEach(item -> page.append("    ").append(item).append('\n'));
    }
    return page.toString();
  }
}
