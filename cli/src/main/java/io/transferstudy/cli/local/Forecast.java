package io.transferstudy.cli.local;

import io.transferstudy.study.plan.Planner;
import io.transferstudy.study.plan.WorkState;
import io.transferstudy.study.work.WorkId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Estimates how long a study will still take from how long its finished work took. Work of one kind
 * (pretraining, or cells of one setting) is taken to last equally long; a kind of which nothing is
 * known yet, as long as the longest kind that is.
 */
final class Forecast {
  private static final double ENOUGH = 0.1; // of a worker's own work, to judge by it

  private Forecast() {}

  /** What is left; empty until the first work has ended or come far enough. */
  static Optional<Duration> remaining(Snapshot snapshot) {
    Map<String, List<Double>> lengths = lengths(snapshot);
    OptionalDouble longest = lengths.values().stream().mapToDouble(Forecast::mean).max();
    if (longest.isEmpty()) {
      return Optional.empty();
    }
    double left = 0;
    for (WorkId work : Planner.work(snapshot.study())) {
      double expected =
          Optional.ofNullable(lengths.get(kind(work)))
              .map(Forecast::mean)
              .orElse(longest.getAsDouble());
      left +=
          switch (snapshot.state(work)) {
            case WorkState.Done _ -> 0;
            case WorkState.Running(_, var since) ->
                Math.max(0, expected - seconds(Duration.between(since, snapshot.now())));
            case WorkState.Failed failed ->
                Planner.givenUp(failed, snapshot.study()) ? 0 : expected;
            case WorkState.Waiting _ -> expected;
          };
    }
    return Optional.of(Duration.ofMillis(Math.round(1_000 * left / snapshot.slots())));
  }

  private static Map<String, List<Double>> lengths(Snapshot snapshot) {
    var lengths = new HashMap<String, List<Double>>();
    var guesses = new HashMap<String, List<Double>>();
    for (WorkId work : Planner.work(snapshot.study())) {
      switch (snapshot.state(work)) {
        case WorkState.Done(_, var result) when !result.reused() ->
            lengths.computeIfAbsent(kind(work), _ -> new ArrayList<>()).add(result.seconds());
        case WorkState.Running(_, var since) -> {
          var progress = snapshot.workers().get(work);
          if (progress != null && progress.fraction() != null && progress.fraction() > ENOUGH) {
            double run = seconds(Duration.between(since, snapshot.now()));
            guesses
                .computeIfAbsent(kind(work), _ -> new ArrayList<>())
                .add(run / Math.min(1, progress.fraction()));
          }
        }
        case WorkState.Done _, WorkState.Failed _, WorkState.Waiting _ -> {}
      }
    }
    guesses.forEach(lengths::putIfAbsent);
    return lengths;
  }

  private static String kind(WorkId work) {
    return switch (work) {
      case WorkId.Pretrain _ -> "pretrain";
      case WorkId.OfCell(var cell) -> "setting " + cell.setting();
    };
  }

  private static double mean(List<Double> values) {
    return values.stream().mapToDouble(value -> value).average().orElseThrow();
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1_000.0;
  }
}
