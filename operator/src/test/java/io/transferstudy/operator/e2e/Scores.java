package io.transferstudy.operator.e2e;

import io.transferstudy.api.v1alpha1.TransferCell;
import io.transferstudy.api.v1alpha1.TransferCellStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The score of each cell, a fraction, by {@code model x dataset, setting, seed}.
 *
 * @param byCell what has a score
 */
record Scores(Map<String, Double> byCell) {
  private static final Duration LONGEST = Duration.ofMinutes(20);

  /** Runs a manifest as processes of this machine. */
  static Scores local(Path manifest, Path output, String... options) throws IOException {
    var command =
        new ArrayList<>(
            List.of("./transfer-study", "run", manifest.toString(), "--output", output.toString()));
    command.addAll(List.of(options));
    new Shell(Map.of(), output.resolveSibling("local.log")).run(LONGEST, command);
    return of(output);
  }

  /** What a local run has left. */
  static Scores of(Path output) throws IOException {
    var scores = new TreeMap<String, Double>();
    List<String> lines = Files.readAllLines(output.resolve("results.csv"));
    List<String> header = List.of(lines.getFirst().split(",", -1));
    for (String line : lines.subList(1, lines.size())) {
      List<String> row = List.of(line.split(",", -1));
      String score = row.get(header.indexOf("score"));
      if (!score.isEmpty()) {
        scores.put(
            "%s x %s, %s, %s"
                .formatted(
                    row.get(header.indexOf("model")),
                    row.get(header.indexOf("dataset")),
                    row.get(header.indexOf("setting")),
                    row.get(header.indexOf("seed"))),
            Double.valueOf(score));
      }
    }
    return new Scores(scores);
  }

  /** What the cells of a cluster say. */
  static Scores of(Stream<TransferCell> cells) {
    var scores = new TreeMap<String, Double>();
    cells
        .filter(cell -> cell.getStatus() != null && cell.getStatus().correct() != null)
        .forEach(cell -> {
          var spec = cell.getSpec();
          scores.put(
              "%s x %s, %s, %d"
                  .formatted(spec.model(), spec.dataset(), spec.setting(), spec.seed()),
              inFull(cell.getStatus()));
        });
    return new Scores(scores);
  }

  /** The status shows four digits of the score, and tells all that it is made of. */
  private static double inFull(TransferCellStatus status) {
    return status.measured() == null
        ? (double) status.correct() / status.total()
        : status.measured().value();
  }
}
