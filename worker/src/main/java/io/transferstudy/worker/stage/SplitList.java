package io.transferstudy.worker.stage;

import io.transferstudy.worker.dataset.Example;
import io.transferstudy.worker.dataset.Labels;
import io.transferstudy.worker.dataset.LoadedDataset;
import io.transferstudy.worker.dataset.Parts;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;

/**
 * A table of which image is in which part, with its classes separated by semicolons. It is written
 * line by line: of a million images it has a hundred megabytes.
 */
record SplitList(
    List<String> classes, List<Example> train, List<Example> validation, List<Example> test) {
  /** The file's name. */
  static final String FILE = "split.csv";

  private static final String HEADER = "part,example,labels\n";

  /** As a source gives its images. */
  static SplitList of(Parts parts) {
    return new SplitList(parts.classes(), parts.train(), parts.validation(), parts.test());
  }

  /** As they were used: with what was held out to choose hyper-parameters. */
  static SplitList of(LoadedDataset dataset) {
    return new SplitList(dataset.classes(), dataset.train(), dataset.validation(), dataset.test());
  }

  /**
   * Publishes it under its own digest: the cells of a data set that share a seed share it.
   *
   * @return where it lies, relative to the artifacts folder
   */
  String publish(ArtifactStore artifacts) throws IOException {
    MessageDigest digest = ResultKey.sha256();
    write(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
    String key = HexFormat.of().formatHex(digest.digest());
    Path place = artifacts.split(key);
    if (!Files.exists(place.resolve(FILE))) {
      Path folder = Files.createDirectories(artifacts.own(key).resolve("split"));
      write(folder);
      artifacts.publish(folder, place);
      artifacts.forgetOwn(key);
    }
    return ArtifactStore.splitPath(key) + "/" + FILE;
  }

  /** Writes it into a folder that is published later. */
  void write(Path folder) throws IOException {
    write(Files.newOutputStream(folder.resolve(FILE)));
  }

  private void write(OutputStream out) throws IOException {
    try (var csv = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8))) {
      csv.write(HEADER);
      lines(csv, "train", train);
      lines(csv, "validation", validation);
      lines(csv, "test", test);
    }
  }

  private void lines(Writer csv, String part, List<Example> examples) throws IOException {
    for (Example example : examples) {
      csv.append(part)
          .append(',')
          .append(AnswerTables.quoted(example.name()))
          .append(',')
          .append(AnswerTables.quoted(labels(example.labels())))
          .append('\n');
    }
  }

  private String labels(Labels labels) {
    return switch (labels) {
      case Labels.One(int only) -> classes.get(only);
      case Labels.Several(var present, _) -> AnswerTables.names(classes, present);
    };
  }
}
