package io.transferstudy.worker.stage;

import io.transferstudy.worker.dataset.Example;
import io.transferstudy.worker.dataset.Labels;
import io.transferstudy.worker.dataset.LoadedDataset;
import io.transferstudy.worker.dataset.Parts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** A table of which image is in which part, with its classes separated by semicolons. */
record SplitList(String csv) {
  private static final String FILE = "split.csv";
  private static final String HEADER = "part,example,labels\n";

  /** As a source gives its images. */
  static SplitList of(Parts parts) {
    return of(parts.classes(), parts.train(), parts.validation(), parts.test());
  }

  /** As they were used: with what was held out to choose hyper-parameters. */
  static SplitList of(LoadedDataset dataset) {
    return of(dataset.classes(), dataset.train(), dataset.validation(), dataset.test());
  }

  /**
   * Publishes it under its own digest: the cells of a data set that share a seed share it.
   *
   * @return where it lies, relative to the artifacts folder
   */
  String publish(ArtifactStore artifacts) throws IOException {
    String key = ResultKey.digest(csv);
    Path place = artifacts.split(key);
    if (!Files.exists(place.resolve(FILE))) {
      Path folder = Files.createDirectories(artifacts.own(key).resolve("split"));
      ArtifactStore.write(folder.resolve(FILE), csv);
      artifacts.publish(folder, place);
      artifacts.forgetOwn(key);
    }
    return ArtifactStore.splitPath(key) + "/" + FILE;
  }

  private static SplitList of(
      List<String> classes, List<Example> train, List<Example> validation, List<Example> test) {
    var csv = new StringBuilder(HEADER);
    lines(csv, "train", train, classes);
    lines(csv, "validation", validation, classes);
    lines(csv, "test", test, classes);
    return new SplitList(csv.toString());
  }

  private static void lines(
      StringBuilder csv, String part, List<Example> examples, List<String> classes) {
    for (Example example : examples) {
      csv.append(part)
          .append(',')
          .append(AnswerTables.quoted(example.name()))
          .append(',')
          .append(AnswerTables.quoted(labels(example.labels(), classes)))
          .append('\n');
    }
  }

  private static String labels(Labels labels, List<String> classes) {
    return switch (labels) {
      case Labels.One(int only) -> classes.get(only);
      case Labels.Several(var present, _) ->
          present.stream().map(classes::get).collect(Collectors.joining(";"));
    };
  }
}
