package io.transferstudy.cli.command;

import io.transferstudy.study.findings.Score;
import io.transferstudy.study.work.CheckedWeights;
import io.transferstudy.study.work.Outcome;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a check has found, for people.
 *
 * @param weights null if there were none
 * @param wanted the top-1 accuracy that labelled images should give; null if nothing is known
 * @param published whether that was published, and not asked for
 */
record CheckReport(
    PrintWriter out, @Nullable Path weights, @Nullable Double wanted, boolean published) {
  private static final double STANDARD_ERRORS = 3;

  /** Prints it, and says whether the check has passed. */
  boolean print(Outcome.Success success, CheckedWeights found) {
    if (success.weightsSha256() != null) {
      row("sha256", success.weightsSha256());
    }
    if (found.knownFile() != null) {
      row("known file", found.knownFile());
    }
    row("outputs", outputs(found));
    if (found.speed() instanceof CheckedWeights.Speed speed) {
      row("loaded in", figure("%.2f s", speed.loadSeconds()));
      row("evaluation", figure("%.1f images/s on ", speed.evaluation()) + success.device());
      if (speed.training() instanceof Double training) {
        row("training", figure("%.1f images/s, batches of 16", training));
      }
    }
    boolean passed = found.recognition() == null || recognised(found.recognition());
    out.println(passed ? "passed" : "FAILED: fewer images are recognised than expected");
    return passed;
  }

  String outputs(CheckedWeights found) {
    if (found.known()) {
      return String.format(
          Locale.ROOT,
          "%d of %d known outputs reproduced, largest difference %.1e standard deviations",
          found.outputs(),
          found.outputs(),
          found.largestDifference());
    }
    if (found.knownFile() != null) {
      return "finite, and different for different images; the right ones are known of another image"
          + " size";
    }
    return weights == null
        ? "finite"
        : "finite, and different for different images; the right ones are not known (no %s)"
            .formatted(weights.getFileName() + ".golden.json");
  }

  /** Whether as many were recognised as expected. */
  private boolean recognised(CheckedWeights.Recognition found) {
    row("top-1", share(found.top1(), found.images()));
    row("top-5", share(found.top5(), found.images()));
    row("with images", figure("%.1f images/s", found.imagesPerSecond()));
    if (wanted == null) {
      row("expected", "nothing is published for this architecture, width and size; give --expect");
      return true;
    }
    row(
        "expected",
        String.format(Locale.ROOT, "top-1 %.3f%s", wanted, published ? ", published" : ""));
    double error = Math.sqrt(wanted * (1 - wanted) / found.images());
    return (double) found.top1() / found.images() >= wanted - STANDARD_ERRORS * error;
  }

  private static String figure(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }

  private static String share(int correct, int total) {
    var interval = Score.top1(correct, total).interval95();
    return String.format(
        Locale.ROOT,
        "%.4f [%.3f, %.3f] (%d of %d)",
        (double) correct / total,
        interval.low(),
        interval.high(),
        correct,
        total);
  }

  private void row(String name, String value) {
    out.printf("  %-12s %s%n", name, value);
  }
}
