package io.transferstudy.cli.local;

import io.transferstudy.study.findings.Score;
import io.transferstudy.study.grid.Dataset;
import io.transferstudy.study.plan.CellProgress;
import io.transferstudy.study.plan.Progress;
import io.transferstudy.study.report.ClassScores;
import io.transferstudy.study.report.ClassScores.OfClass;
import io.transferstudy.study.work.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the artifacts say of single classes, for the report. */
final class PerClassFile {
  private static final String NAME = "per-class.csv";

  /** The name, perhaps in quotes; the number of images; the score, if there is one. */
  private static final Pattern ROW = Pattern.compile("(.*),(\\d+),([0-9.eE-]*)");

  private PerClassFile() {}

  /**
   * Of the best cell of each data set, in the order of the grid. What older workers published has
   * no such file and is left out.
   */
  static List<ClassScores> best(List<Dataset> datasets, Progress progress, Path artifacts) {
    return datasets.stream()
        .flatMap(dataset -> best(dataset.name(), progress).stream())
        .flatMap(cell -> read(cell, artifacts).stream())
        .toList();
  }

  private static Optional<CellProgress> best(String dataset, Progress progress) {
    return progress.cells().stream()
        .filter(cell -> cell.cell().dataset().equals(dataset) && cell.result() != null)
        .max(Comparator.comparingDouble(PerClassFile::value));
  }

  private static double value(CellProgress cell) {
    Outcome.Success result = cell.result();
    return result == null ? 0 : Score.of(result).value();
  }

  private static Optional<ClassScores> read(CellProgress cell, Path artifacts) {
    Outcome.Success result = cell.result();
    if (result == null) {
      return Optional.empty();
    }
    Path file = artifacts.resolve(result.artifacts()).resolve(NAME);
    List<OfClass> classes = new ArrayList<>();
    try (Stream<String> lines = Files.lines(file)) {
      lines
          .skip(1)
          .forEach(line -> {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
              classes.add(ofClass(row));
            }
          });
    } catch (IOException | UncheckedIOException e) {
      return Optional.empty();
    }
    return Optional.of(
        new ClassScores(cell.cell(), Score.of(result), result.artifacts() + "/" + NAME, classes));
  }

  private static OfClass ofClass(Matcher row) {
    String name = row.group(1);
    if (name.length() > 1 && name.startsWith("\"")) {
      name = name.substring(1, name.length() - 1).replace("\"\"", "\"");
    }
    String score = row.group(3);
    return new OfClass(
        name, Integer.parseInt(row.group(2)), score.isEmpty() ? null : Double.valueOf(score));
  }
}
