package io.transferstudy.bench.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ScheduleTest {
  private static final int KINDS = Schedule.Card.values().length;

  @Test
  void the_same_seed_gives_the_same_schedule() {
    assertThat(Schedule.of(5, 200, Pace.LONG)).isEqualTo(Schedule.of(5, 200, Pace.LONG));
  }

  @Test
  void another_seed_gives_another_schedule() {
    assertThat(Schedule.of(5, 200, Pace.LONG)).isNotEqualTo(Schedule.of(6, 200, Pace.LONG));
  }

  @Test
  void a_longer_schedule_begins_like_a_shorter_one() {
    assertThat(Schedule.of(5, 200, Pace.LONG).rounds().subList(0, 60))
        .isEqualTo(Schedule.of(5, 60, Pace.LONG).rounds());
  }

  @Test
  void every_kind_of_fault_is_dealt_before_any_comes_again() {
    for (long seed = 1; seed <= 50; seed++) {
      Set<String> kinds =
          Schedule.of(seed, KINDS, Pace.SHORT).rounds().stream()
              .map(round ->
                  round.fault() instanceof Fault.Delete delete
                      ? delete.kind().name()
                      : round.fault().getClass().getSimpleName())
              .collect(Collectors.toSet());
      assertThat(kinds).as("seed %d", seed).hasSize(KINDS);
    }
  }

  @Test
  void whatever_breaks_is_repaired() {
    for (long seed = 1; seed <= 50; seed++) {
      Schedule schedule = Schedule.of(seed, 200, Pace.LONG);
      var broken = new HashSet<Repair>();
      for (Round round : schedule.rounds()) {
        round.repairs().forEach(broken::remove);
        switch (round.fault()) {
          case Fault.DeleteNode(var node) -> broken.add(new Repair.RestoreNode(node));
          case Fault.FillQuota(var resource) -> broken.add(new Repair.LiftQuota(resource));
          case Fault.Suspend(var study) -> broken.add(new Repair.Resume(study));
          case Fault.RepeatEvents _, Fault.DelayEvents _ -> broken.add(new Repair.CalmEvents());
          default -> {
            // passes by itself
          }
        }
      }
      schedule.last().forEach(broken::remove);
      assertThat(broken).as("seed %d", seed).isEmpty();
    }
  }

  @Test
  void some_nodes_are_always_left() {
    for (long seed = 1; seed <= 50; seed++) {
      var gone = new HashSet<String>();
      for (Round round : Schedule.of(seed, 200, Pace.LONG).rounds()) {
        round.repairs().stream()
            .filter(Repair.RestoreNode.class::isInstance)
            .forEach(repair -> gone.remove(((Repair.RestoreNode) repair).node()));
        if (round.fault() instanceof Fault.DeleteNode(var node)) {
          assertThat(gone.add(node)).as("seed %d, %s", seed, round).isTrue();
        }
        assertThat(gone.size()).as("seed %d, %s", seed, round).isLessThan(Schedule.NODES);
      }
    }
  }

  @Test
  void the_grids_at_the_end_are_those_of_the_last_edits() {
    Schedule schedule = Schedule.of(7, 200, Pace.LONG);
    var created = new ArrayList<String>();
    var edits = new java.util.TreeMap<String, Shape>();
    for (Round round : schedule.rounds()) {
      round
          .creation()
          .ifPresent(study -> {
            created.add(study.name());
            edits.put(study.name(), study.shape());
          });
      if (round.fault() instanceof Fault.EditGrid(var study, var after)) {
        assertThat(after).isNotEqualTo(edits.get(PlannedStudy.name(study)));
        edits.put(PlannedStudy.name(study), after);
      }
    }
    assertThat(created).hasSize(100);
    assertThat(schedule.grids()).isEqualTo(edits);
  }

  @Test
  void a_round_says_what_happens() {
    assertThat(Schedule.of(5, 2, Pace.LONG).rounds())
        .extracting(Round::toString)
        .allSatisfy(text -> assertThat(text).startsWith("round "))
        .first()
        .asString()
        .contains("study-1: ");
  }

  @Test
  void every_kind_of_study_is_dealt() {
    for (long seed = 1; seed <= 50; seed++) {
      Set<Source> sources =
          Schedule.of(seed, 2 * StudyKind.values().length, Pace.LONG).grids().values().stream()
              .flatMap(shape -> Stream.concat(shape.models().stream(), shape.datasets().stream()))
              .map(Shape.Entry::source)
              .collect(Collectors.toSet());
      assertThat(sources).as("seed %d", seed).containsExactlyInAnyOrder(Source.values());
    }
  }

  @Test
  void a_deal_of_every_fault_has_weights_that_are_never_good() {
    for (long seed = 1; seed <= 50; seed++) {
      assertThat(Schedule.of(seed, KINDS, Pace.SHORT).rounds())
          .as("seed %d", seed)
          .flatExtracting(round -> round.creation().stream().toList())
          .flatExtracting(study -> study.shape().failing())
          .anyMatch(key -> key.startsWith("gate/"));
    }
  }
}
