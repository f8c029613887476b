package io.transferstudy.worker.dataset;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Whether what was found is all of a data set of the catalogue. */
final class Completeness {
  private Completeness() {}

  /**
   * What is wrong, each in a few words.
   *
   * @param subset whether fewer images are meant
   */
  static List<String> problems(CatalogueEntry entry, boolean subset, Parts parts) {
    var problems = new ArrayList<String>();
    boolean fewer = subset || entry.losesImages();
    if (parts.classes().size() != entry.classes() && !subset) {
      problems.add(text("%,d classes instead of %,d", parts.classes().size(), entry.classes()));
    }
    Counts counts = Counts.of(parts);
    part(problems, parts, Listing.TRAINING, counts.train(), entry.counts().train(), fewer);
    part(
        problems,
        parts,
        Listing.VALIDATION,
        counts.validation(),
        entry.counts().validation(),
        fewer);
    part(problems, parts, Listing.TEST, counts.test(), entry.counts().test(), fewer);
    return problems;
  }

  private static void part(
      List<String> problems, Parts parts, String part, int count, int official, boolean fewer) {
    if (count == official || (count < official && fewer)) {
      return;
    }
    for (Missing missing : parts.missing()) {
      if (missing.part().equals(part)) {
        problems.add(
            text(
                "%,d of %,d %s images missing, first: %s",
                missing.absent(), missing.listed(), part, missing.first()));
        return;
      }
    }
    problems.add(text("%,d %s images instead of %,d", count, part, official));
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
