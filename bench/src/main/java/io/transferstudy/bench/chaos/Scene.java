package io.transferstudy.bench.chaos;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What exists at a point of the history, by UID. */
final class Scene {
  final Map<String, Fact.OfJob> jobs = new LinkedHashMap<>();
  final Map<String, Fact.OfPod> pods = new LinkedHashMap<>();
  final Map<String, Fact.OfCell> cells = new LinkedHashMap<>();
  final Map<String, Fact.OfStudy> studies = new LinkedHashMap<>();
  final Map<String, Fact.OfNode> nodes = new LinkedHashMap<>();

  /** Jobs that have ended, or whose pod has. */
  final Set<String> over = new HashSet<>();

  /** The Jobs that take a place. */
  List<Fact.OfJob> running() {
    return jobs.values().stream().filter(job -> !over.contains(job.uid())).toList();
  }

  /** What a status keeps of that work. */
  Optional<Fact.Record> record(Fact.Work work) {
    return records().filter(record -> record.work().equals(work)).findFirst();
  }

  /** What a study's status keeps of what is done once, of whatever definition. */
  Optional<Fact.Record> shared(String study, String key) {
    return Optional.ofNullable(studies.get(study)).map(found -> found.shared().get(key));
  }

  private Stream<Fact.Record> records() {
    return Stream.concat(
        cells.values().stream().map(Fact.OfCell::record),
        studies.values().stream().flatMap(study -> study.shared().values().stream()));
  }
}
