package io.transferstudy.study.report;

import io.transferstudy.study.findings.Figures;
import io.transferstudy.study.findings.Findings;
import io.transferstudy.study.findings.SourceAccuracy;
import io.transferstudy.study.findings.SourceAccuracy.Origin;
import io.transferstudy.study.grid.Dataset;
import io.transferstudy.study.grid.Grid;
import io.transferstudy.study.grid.Metric;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;

/** What the report's numbers mean and how its intervals are made. */
final class Methods {
  private Methods() {}

  static String of(Findings findings) {
    return """
    <section class="methods">
    <h2>How to read the numbers</h2>
    <p><b>Accuracy</b> is the share of a data set's test images that the model classifies \
    correctly, scored once, after hyper-parameters were chosen without them. Its 95&nbsp;%% interval is \
    Wilson's: it covers the chance of drawing other test images, not of training again.</p>
    %s\
    <p><b>Log-odds</b> are ln(p/(1&nbsp;−&nbsp;p)) of an accuracy p: 50&nbsp;%% is 0, 73&nbsp;%% is \
    1, 88&nbsp;%% is 2. A model's mean log-odds are the plain mean over data sets, over seeds first; \
    the <b>typical accuracy</b> is the accuracy with these log-odds. An accuracy of 0 or 100&nbsp;%% \
    counts as half an image away from it.</p>
    <p><b>Standard errors</b> are within-subject (Morey 2008): how hard a data set is for all models \
    is taken out first, so they are about differences between models. They divide by the number of \
    data sets, the form that fits the error bars of Kornblith et al. (2019), and are on the small \
    side for few data sets.</p>
    <p><b>Against the best</b>: a paired t-test of log-odds over data sets, whatever each is scored by, \
    not corrected for testing several models. Below 0.05 a model is “behind”; “not yet tested” means that this alone \
    does not tell it from the best, and that their answers image by image have not been compared.</p>
    <p><b>r</b> is Pearson's correlation of the two log-odds over models, with Fisher's 95&nbsp;%% \
    interval. It takes models for independent draws; with few of them it is wide, and below four there \
    is none. “Clearly” means that a 95&nbsp;%% interval leaves out zero.</p>
    %s</section>
    """
        .formatted(metrics(findings.grid()), sources(findings));
  }

  /** What the scores are that are no plain accuracy, and of which data sets. */
  private static String metrics(Grid grid) {
    return metric(
            grid,
            Metric.MEAN_PER_CLASS,
            "Mean per-class accuracy",
            """
            is the plain mean over classes of the share of a class's test images that are right; \
            hyper-parameters are chosen by the same mean. Its interval combines Wilson's interval of \
            every class (Zou, Huang and Zhang 2009).\
            """)
        + metric(
            grid,
            Metric.ELEVEN_POINT_MAP,
            "11-point mAP",
            """
            is the mean over classes of the average precision of PASCAL VOC 2007: the highest precision \
            at recalls of 0, 0.1, … 1 or more, averaged, without images that are difficult for the \
            class; hyper-parameters are chosen by the same mean. Its interval is from a bootstrap over \
            images, normal in log-odds.\
            """);
  }

  private static String metric(Grid grid, Metric metric, String name, String text) {
    String datasets =
        grid.datasets().stream()
            .filter(dataset -> dataset.scoredBy() == metric)
            .map(Dataset::name)
            .collect(Collectors.joining(", "));
    return datasets.isEmpty()
        ? ""
        : "<p><b>%s</b> (%s) %s</p>\n".formatted(name, Html.text(datasets), text);
  }

  private static String sources(Findings findings) {
    if (findings.sources().isEmpty()) {
      return "";
    }
    var byOrigin = new LinkedHashMap<String, List<String>>();
    for (var model : findings.grid().models()) {
      if (findings.sources().get(model.name()) instanceof SourceAccuracy source) {
        byOrigin
            .computeIfAbsent(origin(source), _ -> new ArrayList<>())
            .add("%s %s %%".formatted(model.name(), Figures.percent(source.value())));
      }
    }
    return byOrigin.entrySet().stream()
        .map(entry -> Html.text(entry.getKey() + ": " + String.join(", ", entry.getValue())))
        .collect(Collectors.joining("; ", "<p><b>Source accuracy</b> ", ".</p>\n"));
  }

  private static String origin(SourceAccuracy source) {
    return switch (source.origin()) {
      case Origin.Measured(var images) ->
          "on %s, measured here on %d images".formatted(source.source(), images);
      case Origin.Published(var where) -> "on %s, published (%s)".formatted(source.source(), where);
      case Origin.Given _ -> "as given in the manifest";
    };
  }
}
