package io.transferstudy.study.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.transferstudy.study.plan.SharedPlaces.Demand;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SharedPlacesTest {
  private static int granted(String key, int total, Map<String, Demand> demands) {
    return SharedPlaces.granted(key, total, demands);
  }

  @Test
  void one_study_gets_what_it_wants_up_to_the_total() {
    assertThat(granted("a", 4, Map.of("a", new Demand(0, 3, 0, 0)))).isEqualTo(3);
    assertThat(granted("a", 4, Map.of("a", new Demand(0, 9, 0, 0)))).isEqualTo(4);
    assertThat(granted("a", 4, Map.of("a", new Demand(4, 9, 0, 0)))).isZero();
  }

  @Test
  void two_share_equally_and_what_one_does_not_want_the_other_gets() {
    var equal = Map.of("a", new Demand(0, 9, 0, 0), "b", new Demand(0, 9, 0, 0));
    assertThat(granted("a", 4, equal)).isEqualTo(2);
    assertThat(granted("b", 4, equal)).isEqualTo(2);
    var modest = Map.of("a", new Demand(0, 1, 0, 0), "b", new Demand(0, 9, 0, 0));
    assertThat(granted("a", 4, modest)).isEqualTo(1);
    assertThat(granted("b", 4, modest)).isEqualTo(3);
  }

  @Test
  void who_holds_more_than_its_share_gets_nothing_until_others_have_theirs() {
    var late = Map.of("a", new Demand(3, 9, 0, 0), "b", new Demand(0, 9, 0, 0));
    assertThat(granted("a", 4, late)).isZero();
    assertThat(granted("b", 4, late)).isEqualTo(1);
  }

  @Test
  void the_last_place_goes_to_who_was_served_longest_ago() {
    var three =
        Map.of(
            "a", new Demand(0, 9, 0, 7), "b", new Demand(0, 9, 0, 5), "c", new Demand(0, 9, 0, 6));
    assertThat(granted("b", 1, three)).isEqualTo(1);
    assertThat(granted("a", 1, three)).isZero();
    assertThat(granted("c", 2, three)).isEqualTo(1);
  }

  @Test
  void a_higher_priority_has_the_first_turn() {
    var both = Map.of("a", new Demand(0, 9, 0, 0), "b", new Demand(0, 3, 10, 0));
    assertThat(granted("b", 4, both)).isEqualTo(3);
    assertThat(granted("a", 4, both)).isEqualTo(1);
    assertThat(granted("a", 4, Map.of("a", new Demand(0, 9, 0, 0), "b", new Demand(4, 9, 10, 0))))
        .isZero();
  }

  /** Studies come, run work of random length, and end; every second each is looked at once. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void never_too_many_never_an_empty_place_and_nobody_starves(long seed) {
    System.out.println("seed " + seed);
    var random = new Random(seed);
    int total = 1 + random.nextInt(12);
    int studies = 2 + random.nextInt(6);
    var left = new TreeMap<String, Integer>();
    var running = new HashMap<String, List<Integer>>(); // seconds to the end
    var waited = new HashMap<String, Integer>();
    var served = new HashMap<String, Long>();
    for (int i = 0; i < studies; i++) {
      left.put("study-" + i, random.nextInt(200));
      running.put("study-" + i, new ArrayList<>());
    }
    int longest = 20;
    for (int second = 1; left.values().stream().anyMatch(n -> n > 0); second++) {
      assertThat(second).isLessThan(200 * studies * longest);
      running
          .values()
          .forEach(list -> {
            list.replaceAll(s -> s - 1);
            list.removeIf(s -> s <= 0);
          });
      for (int pass = 0;
          pass < 2;
          pass++) { // a place may be kept for one that was looked at before
        for (String key : left.keySet()) {
          var demands = new HashMap<String, Demand>();
          left.forEach((k, n) ->
              demands.put(k, new Demand(running.get(k).size(), n, 0, served.getOrDefault(k, 0L))));
          int places = granted(key, total, demands);
          for (int i = 0; i < places; i++) {
            running.get(key).add(1 + random.nextInt(longest));
          }
          left.merge(key, -places, Integer::sum);
          if (places > 0) {
            served.put(key, (long) second);
          }
        }
      }
      for (String key : left.keySet()) {
        boolean starves = left.get(key) > 0 && running.get(key).isEmpty();
        waited.put(key, starves ? waited.getOrDefault(key, 0) + 1 : 0);
        assertThat(waited.get(key)).as("seconds without any place").isLessThan(longest * studies);
      }
      int held = running.values().stream().mapToInt(List::size).sum();
      int wanted = left.values().stream().mapToInt(n -> n).sum();
      assertThat(held).isLessThanOrEqualTo(total);
      assertThat(held == total || wanted == 0).as("no empty place while one is wanted").isTrue();
    }
  }
}
