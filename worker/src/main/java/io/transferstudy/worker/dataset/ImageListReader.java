package io.transferstudy.worker.dataset;

import io.transferstudy.worker.dataset.ImageList.Item;
import io.transferstudy.worker.dataset.ImageList.Use;
import io.transferstudy.worker.format.CsvReader;
import io.transferstudy.worker.format.CsvReader.Row;
import io.transferstudy.worker.format.EntryPath;
import io.transferstudy.worker.image.BadDataException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads columns {@code path}, {@code label} and, if there is one, {@code split}, in any order and
 * in small or capital letters; other columns are left out. Everything that is wrong is told at
 * once.
 */
final class ImageListReader {
  private static final int MOST_ROWS = 4_000_000;
  private static final String EXPECTED =
      "the first line must name the columns: path,label or path,label,split";

  private final String name;
  private final Problems problems;
  private final LabelColumn labels = new LabelColumn();
  private final List<Item> items = new ArrayList<>();

  ImageListReader(String name, Problems problems) {
    this.name = name;
    this.problems = problems;
  }

  /** Where the columns are; -1 where there is none. */
  private record Columns(int path, int label, int split, int count) {}

  ImageList read(InputStream content) throws IOException {
    var rows = new CsvReader(name, content);
    Columns columns = columns(rows.next());
    for (Row row = rows.next(); row != null; row = rows.next()) {
      if (items.size() == MOST_ROWS) {
        throw new BadDataException("%s: more than %d images".formatted(name, MOST_ROWS));
      }
      item(row, columns);
    }
    items.sort(Comparator.comparing(Item::path).thenComparing(Item::line));
    findTwins();
    if (items.isEmpty()) {
      problems.requireNone();
      throw new BadDataException(name + ": lists no image");
    }
    List<String> classes = labels.classes();
    return new ImageList(
        name, columns.split() >= 0, classes, List.copyOf(items), labels.of(classes));
  }

  private Columns columns(@Nullable Row heading) {
    if (heading == null) {
      throw new BadDataException(name + ": empty; " + EXPECTED);
    }
    List<String> names =
        heading.values().stream().map(column -> column.toLowerCase(Locale.ROOT)).toList();
    var columns =
        new Columns(
            names.indexOf("path"), names.indexOf("label"), names.indexOf("split"), names.size());
    if (columns.path() < 0 || columns.label() < 0) {
      String hint =
          names.size() == 1 && names.getFirst().matches(".*[;\t].*") ? ", parted by commas" : "";
      throw new BadDataException(
          "%s, line %d: no column '%s'; %s%s"
              .formatted(
                  name, heading.line(), columns.path() < 0 ? "path" : "label", EXPECTED, hint));
    }
    if (names.stream().distinct().count() < names.size()) {
      throw new BadDataException(
          "%s, line %d: two columns of one name".formatted(name, heading.line()));
    }
    return columns;
  }

  private void item(Row row, Columns columns) {
    if (row.values().size() != columns.count()) {
      problems.add(
          row.line(),
          "%d values instead of %d; put values with commas in quotes"
              .formatted(row.values().size(), columns.count()));
      return;
    }
    Optional<String> path = path(row.values().get(columns.path()), row.line());
    Optional<String> label = label(row.values().get(columns.label()), row.line());
    Optional<Use> use =
        columns.split() < 0
            ? Optional.of(Use.OPEN)
            : use(row.values().get(columns.split()), row.line());
    if (path.isPresent() && label.isPresent() && use.isPresent()) {
      items.add(new Item(row.line(), path.get(), label.get(), use.get()));
    }
  }

  private Optional<String> path(String text, int line) {
    if (text.isEmpty()) {
      problems.add(line, "no path");
      return Optional.empty();
    }
    if (text.indexOf('\\') >= 0) {
      problems.add(line, "%s has '\\' where '/' must be".formatted(Problems.shown(text)));
      return Optional.empty();
    }
    Optional<String> path =
        EntryPath.normalized(text).filter(each -> each.chars().noneMatch(Character::isISOControl));
    if (path.isEmpty()) {
      problems.add(
          line, "%s is no path within the folder of this file".formatted(Problems.shown(text)));
    }
    return path;
  }

  private Optional<String> label(String text, int line) {
    Optional<String> problem = labels.add(text);
    problem.ifPresent(each -> problems.add(line, each));
    return problem.isPresent() ? Optional.empty() : Optional.of(labels.shared(text));
  }

  private Optional<Use> use(String text, int line) {
    Use use = Use.of(text);
    if (use == Use.OPEN) {
      problems.add(line, "split %s is none of train, val, test".formatted(Problems.shown(text)));
      return Optional.empty();
    }
    return Optional.of(use);
  }

  /** The same image twice: in two splits, with two labels or simply again. */
  private void findTwins() {
    for (int i = 1; i < items.size(); i++) {
      Item first = items.get(i - 1);
      Item second = items.get(i);
      if (first.path().equals(second.path())) {
        problems.add(
            second.line(),
            "%s is in line %d already%s"
                .formatted(Problems.shown(second.path()), first.line(), difference(first, second)));
      }
    }
  }

  private static String difference(Item first, Item second) {
    if (first.use() != second.use()) {
      return ", in another split";
    }
    return first.text().equals(second.text())
        ? ""
        : ", with another label; several labels of one image belong into one row, parted by ';'";
  }
}
