package io.transferstudy.bench.chaos;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * What goes wrong when: nothing but a function of the seed. Faults are dealt like cards, each kind
 * once before any comes again, so that a short schedule has every kind too.
 *
 * @param rounds in their order
 * @param last repairs after the last round
 * @param grids of all studies at the end, by name
 */
record Schedule(List<Round> rounds, List<Repair> last, Map<String, Shape> grids) {
  /** Nodes at the start, {@code fake-0} and so on. */
  static final int NODES = 4;

  private static final List<String> QUOTAS = List.of("count/jobs.batch", "pods");

  /** The kinds of faults. */
  enum Card {
    KILL_OPERATORS,
    KILL_LEADER,
    PAUSE_LEADER,
    RESTART_API_SERVER,
    PAUSE_ETCD,
    DELETE_PODS,
    DELETE_JOBS,
    DELETE_CELLS,
    DELETE_NODE,
    REPEAT_EVENTS,
    DELAY_EVENTS,
    CUT_WATCHES,
    FILL_QUOTA,
    SUSPEND,
    EDIT_GRID
  }

  Schedule {
    rounds = List.copyOf(rounds);
    last = List.copyOf(last);
    grids = Map.copyOf(grids);
  }

  /** The schedule of a seed. */
  static Schedule of(long seed, int rounds, Pace pace) {
    return new Dealer(seed, pace).deal(rounds);
  }

  /** Deals rounds; knows what is broken at the time. */
  private static final class Dealer {
    private final SplittableRandom random;
    private final Pace pace;
    private final Deque<Card> deck = new ArrayDeque<>();
    private final TreeMap<Integer, List<Repair>> repairs = new TreeMap<>();
    private final List<Shape> grids = new ArrayList<>(); // by number of the study, from 1
    private final List<Integer> suspended = new ArrayList<>();
    private final List<String> nodes =
        new ArrayList<>(IntStream.range(0, NODES).mapToObj(i -> "fake-" + i).toList());

    Dealer(long seed, Pace pace) {
      this.random = new SplittableRandom(seed);
      this.pace = pace;
    }

    Schedule deal(int count) {
      var rounds = new ArrayList<Round>();
      for (int number = 1; number <= count; number++) {
        List<Repair> due = Optional.ofNullable(repairs.remove(number)).orElse(List.of());
        due.forEach(this::repaired);
        Optional<PlannedStudy> creation =
            (number - 1) % pace.roundsAStudy() == 0 ? Optional.of(study()) : Optional.empty();
        rounds.add(new Round(number, due, creation, fault(card(), number), quiet()));
      }
      var names = new TreeMap<String, Shape>();
      for (int study = 1; study <= grids.size(); study++) {
        names.put(PlannedStudy.name(study), grids.get(study - 1));
      }
      return new Schedule(rounds, repairs.values().stream().flatMap(List::stream).toList(), names);
    }

    private Card card() {
      if (deck.isEmpty()) {
        var cards = new ArrayList<>(List.of(Card.values()));
        Collections.shuffle(cards, new Random(random.nextLong()));
        deck.addAll(cards);
      }
      return deck.removeFirst();
    }

    private PlannedStudy study() {
      Shape shape = StudyKind.of(grids.size() + 1).shape(random);
      grids.add(shape);
      return new PlannedStudy(
          grids.size(),
          shape,
          random.nextInt(2, 6),
          Duration.ofMillis(random.nextLong(500, pace.longestPod().toMillis())));
    }

    private Duration quiet() {
      return Duration.ofMillis(
          random.nextLong(pace.mostQuiet().toMillis() / 4, pace.mostQuiet().toMillis()));
    }

    private Fault fault(Card card, int number) {
      return switch (card) {
        case KILL_OPERATORS -> new Fault.KillOperators();
        case KILL_LEADER -> new Fault.KillLeader();
        case PAUSE_LEADER -> new Fault.PauseLeader(pace.leaderPause());
        case RESTART_API_SERVER -> new Fault.RestartApiServer();
        case PAUSE_ETCD -> new Fault.PauseEtcd(pace.etcdPause());
        case DELETE_PODS -> delete(Fault.Kind.PODS);
        case DELETE_JOBS -> delete(Fault.Kind.JOBS);
        case DELETE_CELLS -> delete(Fault.Kind.CELLS);
        case DELETE_NODE -> {
          String node = nodes.remove(random.nextInt(nodes.size()));
          later(number, 6, new Repair.RestoreNode(node));
          yield new Fault.DeleteNode(node);
        }
        case REPEAT_EVENTS -> {
          later(number, 3, new Repair.CalmEvents());
          yield new Fault.RepeatEvents(random.nextInt(2, 4));
        }
        case DELAY_EVENTS -> {
          later(number, 3, new Repair.CalmEvents());
          yield new Fault.DelayEvents(Duration.ofMillis(random.nextInt(5, 60) * 100L));
        }
        case CUT_WATCHES -> new Fault.CutWatches();
        case FILL_QUOTA -> {
          String resource = QUOTAS.get(random.nextInt(QUOTAS.size()));
          later(number, 2, new Repair.LiftQuota(resource));
          yield new Fault.FillQuota(resource);
        }
        case SUSPEND -> suspend(number);
        case EDIT_GRID -> edit();
      };
    }

    private Fault delete(Fault.Kind kind) {
      return new Fault.Delete(kind, random.nextInt(1, 5), random.nextLong());
    }

    private Fault suspend(int number) {
      int study = recent();
      if (suspended.contains(study)) {
        return edit();
      }
      suspended.add(study);
      later(number, 3, new Repair.Resume(study));
      return new Fault.Suspend(study);
    }

    private Fault edit() {
      int study = recent();
      Shape after = grids.get(study - 1).edited(random);
      grids.set(study - 1, after);
      return new Fault.EditGrid(study, after);
    }

    /** One of the last studies: they run, or have just ended. */
    private int recent() {
      return Math.max(1, grids.size() - random.nextInt(3));
    }

    private void later(int now, int most, Repair repair) {
      repairs
          .computeIfAbsent(now + random.nextInt(1, most + 1), _ -> new ArrayList<>())
          .add(repair);
    }

    private void repaired(Repair repair) {
      switch (repair) {
        case Repair.RestoreNode(var node) -> nodes.add(node);
        case Repair.Resume(var study) -> suspended.remove((Integer) study);
        case Repair.CalmEvents _, Repair.LiftQuota _ -> {
          // does not bear on what can be dealt
        }
      }
    }
  }
}
