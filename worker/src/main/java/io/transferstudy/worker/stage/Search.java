package io.transferstudy.worker.stage;

import io.transferstudy.study.grid.Metric;
import io.transferstudy.study.grid.Recipe.Point;
import io.transferstudy.study.json.Json;
import io.transferstudy.worker.dataset.LoadedDataset;
import io.transferstudy.worker.score.Answers;
import io.transferstudy.worker.train.DivergedException;
import io.transferstudy.worker.train.TrainingRun.End;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Chooses a point by its score on validation; of equal ones the first in the recipe's order. A
 * point that diverges fails alone. Points that an earlier attempt finished are not run again.
 *
 * @param trainer runs a point
 * @param evaluator scores it
 * @param dataset its training images are what the runs learn from, its validation images what they
 *     are compared on
 * @param metric by which
 */
record Search(Trainer trainer, Evaluator evaluator, LoadedDataset dataset, Metric metric) {

  /**
   * A point that was tried.
   *
   * @param accuracy the score on validation; null if the run diverged
   */
  record Tried(Point point, @Nullable Double accuracy) {}

  /** Tries every point, in order. */
  List<Tried> run(ShareOfProgress progress) throws IOException {
    var tried = new ArrayList<Tried>();
    List<Point> points = trainer.recipe().points();
    for (int i = 0; i < points.size(); i++) {
      int index = i;
      Tried earlier = earlier(i, points.get(i));
      tried.add(
          earlier != null
              ? earlier
              : tryPoint(i, points.get(i), f -> progress.at(index, points.size(), f)));
    }
    return List.copyOf(tried);
  }

  /** Told how far point {@code index} of {@code count} is. */
  @FunctionalInterface
  interface ShareOfProgress {
    void at(int index, int count, double fraction);
  }

  /**
   * The point that is carried to the final.
   *
   * @throws DivergedException if no point gave a usable network
   */
  static Tried best(List<Tried> tried) {
    Tried best = null;
    for (Tried one : tried) {
      Double accuracy = one.accuracy();
      if (accuracy != null
          && (best == null || best.accuracy() == null || accuracy > best.accuracy())) {
        best = one;
      }
    }
    if (best == null) {
      throw new DivergedException(
          "training diverged at every point of the search grid; lower its learning rates");
    }
    return best;
  }

  private Tried tryPoint(int index, Point point, DoubleConsumer progress) throws IOException {
    Tried tried =
        trainer.run(
            "point-" + index,
            point,
            dataset.train(),
            progress,
            (network, end) ->
                switch (end) {
                  case End.Finished _ -> {
                    Answers answers = evaluator.predict(network, dataset, dataset.validation());
                    yield new Tried(point, answers.value(metric));
                  }
                  case End.Diverged _, End.Interrupted _ -> new Tried(point, null);
                });
    Path own = trainer.context().artifacts().own(trainer.key());
    ArtifactStore.write(own.resolve(file(index)), Json.write(tried));
    return tried;
  }

  private @Nullable Tried earlier(int index, Point point) throws IOException {
    var files = trainer.context().artifacts().fromAllAttempts(trainer.key(), file(index));
    for (Path file : files) {
      Tried tried = Json.read(Files.readString(file), Tried.class);
      if (tried.point().equals(point)) {
        return tried;
      }
    }
    return null;
  }

  private static String file(int index) {
    return "point-" + index + ".json";
  }
}
