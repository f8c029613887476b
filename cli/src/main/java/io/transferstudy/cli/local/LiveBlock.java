package io.transferstudy.cli.local;

import io.transferstudy.study.plan.CellProgress.Phase;
import io.transferstudy.study.plan.Progress;
import io.transferstudy.study.plan.WorkState;
import io.transferstudy.study.work.WorkId;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntSupplier;

/**
 * A few lines at the bottom of a terminal that are redrawn in place, with what has happened above
 * them. Each redraw is one write that overwrites line by line, so that nothing flickers.
 */
public final class LiveBlock implements Display {
  private static final String HIDE_CURSOR = "\u001b[?25l";
  private static final String SHOW_CURSOR = "\u001b[?25h";
  private static final String CLEAR_TO_LINE_END = "\u001b[K";
  private static final String CLEAR_BELOW = "\u001b[J";
  private static final Duration BETWEEN = Duration.ofMillis(250);
  private static final int MOST_WORKERS = 8;
  private static final int BAR = 10;

  private final PrintStream out;
  private final IntSupplier columns;
  private final Instant start;
  private final Forecast forecast = new Forecast();
  private int height;
  private Instant drawn = Instant.MIN;
  private List<String> block = List.of();

  /**
   * @param columns of the terminal, asked at each redraw
   * @param start of this run, for the time elapsed
   */
  public LiveBlock(PrintStream out, IntSupplier columns, Instant start) {
    this.out = out;
    this.columns = columns;
    this.start = start;
    out.print(HIDE_CURSOR);
  }

  @Override
  public synchronized void show(Snapshot snapshot, List<String> news) {
    forecast.observe(snapshot);
    if (news.isEmpty() && drawn.plus(BETWEEN).isAfter(snapshot.now())) {
      return;
    }
    drawn = snapshot.now();
    block = block(snapshot);
    draw(news);
  }

  @Override
  public synchronized void say(String line) {
    draw(List.of(line));
  }

  @Override
  public synchronized void close() {
    block = List.of();
    draw(List.of());
    out.print(SHOW_CURSOR);
    out.flush();
  }

  private void draw(List<String> news) {
    int width = Math.max(20, columns.getAsInt() - 1); // the last column would wrap
    var text = new StringBuilder();
    if (height > 0) {
      text.append("\u001b[").append(height).append("A");
    }
    text.append('\r');
    news.forEach(
        line -> text.append(Display.printable(line)).append(CLEAR_TO_LINE_END).append('\n'));
    for (String full : block) {
      String line = Display.printable(full);
      text.append(line, 0, Math.min(width, line.length())).append(CLEAR_TO_LINE_END).append('\n');
    }
    text.append(CLEAR_BELOW);
    height = block.size();
    out.print(text);
    out.flush();
  }

  private List<String> block(Snapshot snapshot) {
    Progress progress = snapshot.progress();
    var lines = new ArrayList<String>();
    int ended = progress.count(Phase.SUCCEEDED) + progress.count(Phase.FAILED);
    int failed = progress.count(Phase.FAILED);
    lines.add(
        "%s %d/%d cells%s   %s%s"
            .formatted(
                bar((double) ended / progress.cells().size(), 2 * BAR),
                ended,
                progress.cells().size(),
                failed == 0 ? "" : ", " + failed + " failed",
                Clockwork.coarse(Duration.between(start, snapshot.now())),
                forecast
                    .remaining(snapshot)
                    .map(left -> ", about " + Clockwork.coarse(left) + " left")
                    .orElse("")));
    var workers = List.copyOf(snapshot.workers().entrySet());
    workers.stream()
        .limit(MOST_WORKERS)
        .map(worker -> worker(worker.getKey(), worker.getValue(), snapshot))
        .forEach(lines::add);
    if (workers.size() > MOST_WORKERS) {
      lines.add("  and %d more".formatted(workers.size() - MOST_WORKERS));
    }
    return lines;
  }

  private static String worker(WorkId work, WorkerProgress progress, Snapshot snapshot) {
    Duration run =
        snapshot.state(work) instanceof WorkState.Running(_, var since)
            ? Duration.between(since, snapshot.now())
            : Duration.ZERO;
    Double fraction = progress.fraction();
    return String.format(
        Locale.ROOT,
        "  %s %6s  %s%s",
        bar(fraction == null ? 0 : fraction, BAR),
        Clockwork.coarse(run),
        Retelling.name(snapshot.study(), work),
        progress.note() == null ? "" : ": " + progress.note());
  }

  private static String bar(double fraction, int width) {
    int filled = (int) Math.round(width * Math.clamp(fraction, 0.0, 1.0));
    return "[" + "=".repeat(filled) + " ".repeat(width - filled) + "]";
  }
}
