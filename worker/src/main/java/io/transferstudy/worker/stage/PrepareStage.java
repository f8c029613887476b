package io.transferstudy.worker.stage;

import io.transferstudy.study.grid.Dataset;
import io.transferstudy.study.work.Outcome;
import io.transferstudy.study.work.Stage;
import io.transferstudy.worker.check.DatasetChecks;
import io.transferstudy.worker.check.Finding;
import io.transferstudy.worker.dataset.Datasets;
import io.transferstudy.worker.dataset.Example;
import io.transferstudy.worker.dataset.Parts;
import io.transferstudy.worker.pack.PackWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Verifies a data set and packs it into one file, so that no training ever reads small files from a
 * network file system, and a broken image is found before a GPU is asked for.
 */
final class PrepareStage {
  /** The packed file. */
  static final String PACK = "data.pack";

  /** What a person should look at, in full; not there if there is nothing. */
  private static final String WARNINGS = "warnings.txt";

  private final StageContext context;

  PrepareStage(StageContext context) {
    this.context = context;
  }

  Outcome.Success run(Stage.Prepare stage) throws IOException {
    Dataset dataset = stage.dataset();
    List<String> files = SourceFingerprint.of(dataset.source(), context.dataFolder());
    String key = ResultKey.ofPreparation(dataset, files);
    return Result.publishedOr(context, key, () -> pack(dataset, files.size(), key));
  }

  private Outcome.Success pack(Dataset dataset, int files, String key) throws IOException {
    Path own = context.artifacts().own(key);
    try (var pack =
        PackWriter.in(own, context.artifacts().attempts(key), dataset.skipping(), this::step)) {
      Parts all = Datasets.read(dataset.source(), context.dataFolder(), pack);
      Parts parts = pack.usable(all);
      Datasets.requireUsable(dataset, parts);
      int found = (int) examples(all).count();
      int images = (int) examples(parts).count();
      var findings = new ArrayList<Finding>();
      if (images < found) {
        findings.add(Finding.skipped(found - images, found, pack.problems()));
      }
      findings.addAll(DatasetChecks.of(parts));
      Result result = Result.begin(context, key);
      pack.finish(parts, result.folder().resolve(PACK));
      SplitList.of(parts).write(result.folder());
      if (!findings.isEmpty()) {
        result.text(WARNINGS, DatasetChecks.page(findings));
      }
      result.provenance(Map.of("dataset", dataset.source(), "files", files));
      return result.publishPrepared(
          images, found, findings.stream().map(Finding::summary).toList());
    }
  }

  private void step(int images) {
    context.cancellation().check();
    if (images % 64 == 0) {
      context.progress().at(0, images + " images");
    }
  }

  private static Stream<Example> examples(Parts parts) {
    return Stream.of(parts.train(), parts.validation(), parts.test()).flatMap(List::stream);
  }
}
