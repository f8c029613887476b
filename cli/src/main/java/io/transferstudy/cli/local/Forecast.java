package io.transferstudy.cli.local;

import io.transferstudy.study.plan.Planner;
import io.transferstudy.study.plan.WorkState;
import io.transferstudy.study.work.WorkId;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * Estimates how long a study will still take from how long its finished work took. Work of one kind
 * (pretraining, or cells of one setting) is taken to last equally long; a kind of which nothing is
 * known yet, as long as the longest kind that is.
 */
final class Forecast {
  private static final double ENOUGH = 0.1; // of a worker's own work, to judge by it

  private final Map<WorkId, Instant> begun = new HashMap<>();
  private final Map<WorkId, Double> lasted = new HashMap<>();

  /** Takes notice of what has begun and ended; a worker's own clock leaves out its start. */
  void observe(Snapshot snapshot) {
    snapshot
        .seen()
        .forEach((work, state) -> {
          switch (state) {
            case WorkState.Running(_, var since) -> begun.put(work, since);
            case WorkState.Done(_, var result) ->
                lasted.computeIfAbsent(
                    work,
                    _ ->
                        begun.containsKey(work)
                            ? seconds(begun.get(work), snapshot.now())
                            : result.seconds());
            case WorkState.Failed _, WorkState.Waiting _ -> {}
          }
        });
  }

  /** What is left; empty until the first work has ended or come far enough. */
  Optional<Duration> remaining(Snapshot snapshot) {
    Map<String, Double> lengths = lengths(snapshot);
    OptionalDouble longest = lengths.values().stream().mapToDouble(length -> length).max();
    if (longest.isEmpty()) {
      return Optional.empty();
    }
    double left = 0;
    for (WorkId work : Planner.work(snapshot.study())) {
      double expected = lengths.getOrDefault(kind(work), longest.getAsDouble());
      left +=
          switch (snapshot.state(work)) {
            case WorkState.Done _ -> 0;
            case WorkState.Running(_, var since) ->
                Math.max(0, expected - seconds(since, snapshot.now()));
            case WorkState.Failed failed ->
                Planner.givenUp(failed, snapshot.study()) ? 0 : expected;
            case WorkState.Waiting _ -> expected;
          };
    }
    return Optional.of(Duration.ofMillis(Math.round(1_000 * left / snapshot.slots())));
  }

  /** Mean length by kind, of finished work where there is some, else as running work foretells. */
  private Map<String, Double> lengths(Snapshot snapshot) {
    var lengths = means(lasted);
    means(foretold(snapshot)).forEach(lengths::putIfAbsent);
    return lengths;
  }

  private static Map<WorkId, Double> foretold(Snapshot snapshot) {
    var lengths = new HashMap<WorkId, Double>();
    snapshot
        .workers()
        .forEach((work, progress) -> {
          Double fraction = progress.fraction();
          if (snapshot.state(work) instanceof WorkState.Running(_, var since)
              && fraction != null
              && fraction > ENOUGH) {
            lengths.put(work, seconds(since, snapshot.now()) / Math.min(1, fraction));
          }
        });
    return lengths;
  }

  private static Map<String, Double> means(Map<WorkId, Double> lengths) {
    return lengths.entrySet().stream()
        .collect(
            Collectors.groupingBy(
                entry -> kind(entry.getKey()),
                HashMap::new,
                Collectors.averagingDouble(Map.Entry::getValue)));
  }

  private static String kind(WorkId work) {
    return switch (work) {
      case WorkId.Prepare _ -> "prepare";
      case WorkId.Gate _ -> "gate";
      case WorkId.Pretrain _ -> "pretrain";
      case WorkId.OfCell(var cell) -> "setting " + cell.setting();
    };
  }

  private static double seconds(Instant from, Instant to) {
    return Duration.between(from, to).toMillis() / 1_000.0;
  }
}
