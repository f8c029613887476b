package io.transferstudy.study.report;

import io.transferstudy.study.findings.Correlation;
import io.transferstudy.study.findings.Correlation.Measured;
import io.transferstudy.study.findings.Correlation.Point;
import io.transferstudy.study.findings.Figures;
import io.transferstudy.study.findings.LogOdds;
import io.transferstudy.study.report.LabelPlacement.Box;
import io.transferstudy.study.report.LabelPlacement.Label;
import io.transferstudy.study.report.LabelPlacement.Mark;
import java.util.List;
import java.util.stream.DoubleStream;

/** Source accuracy against mean transfer accuracy of one setting, as inline SVG. */
final class ScatterPlot {
  private static final int WIDTH = 420;
  private static final int HEIGHT = 340;
  private static final Box PLOT = new Box(58, 10, WIDTH - 12, HEIGHT - 48);
  private static final double LETTER = 6.3;
  private static final double LINE_HEIGHT = 14;
  private static final int LONGEST = 22;

  private final List<Point> points;
  private final Correlation correlation;
  private final LogitAxis x;
  private final LogitAxis y;

  private ScatterPlot(Correlation correlation) {
    this.correlation = correlation;
    points = correlation.points();
    x = LogitAxis.around(points.stream().mapToDouble(Point::sourceLogOdds), 0.13);
    y =
        LogitAxis.around(
            points.stream().flatMapToDouble(p -> DoubleStream.of(low(p), high(p))), 0.1);
  }

  /** The plot; {@code source} names the x axis. */
  static String of(Correlation correlation, String setting, String source) {
    return new ScatterPlot(correlation).svg(setting, source);
  }

  private String svg(String setting, String source) {
    var svg =
        new StringBuilder(
            """
            <svg class="scatter" viewBox="0 0 %d %d" role="img" aria-label="%s">
            """
                .formatted(
                    WIDTH,
                    HEIGHT,
                    Html.text("Source accuracy against transfer accuracy, setting " + setting)));
    x.ticks().forEach(t -> svg.append(verticalTick(t)));
    y.ticks().forEach(t -> svg.append(horizontalTick(t)));
    svg.append(
        "<rect class=\"frame\" x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\"/>\n"
            .formatted(
                Html.at(PLOT.left()),
                Html.at(PLOT.top()),
                Html.at(PLOT.right() - PLOT.left()),
                Html.at(PLOT.bottom() - PLOT.top())));
    svg.append(text("axis", (PLOT.left() + PLOT.right()) / 2, HEIGHT - 8, "middle", source));
    double middle = (PLOT.top() + PLOT.bottom()) / 2;
    svg.append(
        "<text class=\"axis\" text-anchor=\"middle\" transform=\"translate(13 %s) rotate(-90)\">typical transfer accuracy</text>\n"
            .formatted(Html.at(middle)));
    if (correlation instanceof Measured(_, _, _, var line)) {
      svg.append(clipped(line.intercept(), line.slope()));
    }
    points.forEach(p -> svg.append(dot(p)));
    svg.append(names());
    return svg.append("</svg>\n").toString();
  }

  /** The regression line over the width of the points, cut at the frame. */
  private String clipped(double intercept, double slope) {
    var range = points.stream().mapToDouble(Point::sourceLogOdds).summaryStatistics();
    double from = Math.clamp(intercept + slope * range.getMin(), y.low(), y.high());
    double to = Math.clamp(intercept + slope * range.getMax(), y.low(), y.high());
    return line("fit", px(range.getMin()), py(from), px(range.getMax()), py(to));
  }

  private String dot(Point point) {
    double cx = px(point.sourceLogOdds());
    String bar =
        point.standardError() == null ? "" : line("error", cx, py(low(point)), cx, py(high(point)));
    return "<g>%s<circle class=\"dot\" cx=\"%s\" cy=\"%s\" r=\"4.5\"/><title>%s: source %s %%, typical transfer %s %%</title></g>\n"
        .formatted(
            bar,
            Html.at(cx),
            Html.at(py(point.meanLogOdds())),
            Html.text(point.model()),
            Figures.percent(LogOdds.toFraction(point.sourceLogOdds())),
            Figures.percent(LogOdds.toFraction(point.meanLogOdds())));
  }

  private String names() {
    var marks =
        points.stream()
            .map(p ->
                new Mark(
                    px(p.sourceLogOdds()),
                    py(p.meanLogOdds()),
                    LETTER * shortened(p.model()).length()))
            .toList();
    var labels = LabelPlacement.of(marks, PLOT, LINE_HEIGHT);
    var svg = new StringBuilder();
    for (int i = 0; i < points.size(); i++) {
      var mark = marks.get(i);
      String name = shortened(points.get(i).model());
      labels.get(i).ifPresent(label -> svg.append(name(mark, label, name)));
    }
    return svg.toString();
  }

  private static String name(Mark mark, Label label, String name) {
    var box = label.box();
    double middle = (box.top() + box.bottom()) / 2;
    double near = Math.clamp(mark.x(), box.left(), box.right());
    String leader = label.leader() ? line("leader", mark.x(), mark.y(), near, middle) : "";
    // Text starts or ends at the side that faces the point, so that a wrong guess of its width
    // opens no gap there.
    boolean before = box.right() < mark.x();
    boolean centred = box.left() < mark.x() && box.right() > mark.x();
    double at = centred ? (box.left() + box.right()) / 2 : before ? box.right() : box.left();
    return leader
        + text("name", at, middle + 4, centred ? "middle" : before ? "end" : "start", name);
  }

  private String verticalTick(LogitAxis.Tick tick) {
    double at = px(tick.logOdds());
    return line("tick", at, PLOT.top(), at, PLOT.bottom())
        + text("label", at, PLOT.bottom() + 16, "middle", tick.label());
  }

  private String horizontalTick(LogitAxis.Tick tick) {
    double at = py(tick.logOdds());
    return line("tick", PLOT.left(), at, PLOT.right(), at)
        + text("label", PLOT.left() - 6, at + 4, "end", tick.label());
  }

  private double px(double logOdds) {
    return PLOT.left() + x.position(logOdds) * (PLOT.right() - PLOT.left());
  }

  private double py(double logOdds) {
    return PLOT.bottom() - y.position(logOdds) * (PLOT.bottom() - PLOT.top());
  }

  private static double low(Point point) {
    var error = point.standardError();
    return point.meanLogOdds() - (error == null ? 0 : error);
  }

  private static double high(Point point) {
    var error = point.standardError();
    return point.meanLogOdds() + (error == null ? 0 : error);
  }

  private static String shortened(String name) {
    // Names of one family differ at their end as often as at their start.
    return name.length() <= LONGEST
        ? name
        : name.substring(0, LONGEST / 2) + "…" + name.substring(name.length() - LONGEST / 2);
  }

  private static String line(String kind, double x1, double y1, double x2, double y2) {
    return "<line class=\"%s\" x1=\"%s\" y1=\"%s\" x2=\"%s\" y2=\"%s\"/>\n"
        .formatted(kind, Html.at(x1), Html.at(y1), Html.at(x2), Html.at(y2));
  }

  private static String text(String kind, double x, double y, String anchor, String text) {
    return "<text class=\"%s\" x=\"%s\" y=\"%s\" text-anchor=\"%s\">%s</text>\n"
        .formatted(kind, Html.at(x), Html.at(y), anchor, Html.text(text));
  }
}
