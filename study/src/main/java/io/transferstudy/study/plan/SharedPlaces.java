package io.transferstudy.study.plan;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

/**
 * Places that several studies share: dealt out one by one in turn, as long as they are wanted, to
 * the studies of the highest priority first, and among equals first to who was served longest ago.
 * Nothing that runs is stopped, and no place stays empty while a study wants it.
 */
public final class SharedPlaces {
  private SharedPlaces() {}

  /**
   * What a study holds and wants.
   *
   * @param running attempts that hold a place
   * @param wanted attempts that could start now if there were places
   * @param priority higher ones come first
   * @param served when it last got a place, in any unit that grows; 0 for never
   */
  public record Demand(int running, int wanted, int priority, long served) {
    public Demand {
      if (running < 0 || wanted < 0) {
        throw new IllegalArgumentException(
            "running and wanted must not be negative, got " + running + " and " + wanted);
      }
    }
  }

  /**
   * How many attempts the study of that key may start now.
   *
   * @param total places for all studies
   * @param demands of all studies by key
   */
  public static int granted(String key, int total, Map<String, Demand> demands) {
    Demand own = demands.get(key);
    if (own == null || own.wanted() == 0) {
      return 0;
    }
    List<Map.Entry<String, Demand>> inTurn =
        demands.entrySet().stream()
            .sorted(
                Comparator.comparing(
                        (Map.Entry<String, Demand> e) -> -(long) e.getValue().priority())
                    .thenComparing(e -> e.getValue().served())
                    .thenComparing(Map.Entry::getKey))
            .toList();
    Map<String, Integer> shares =
        deal(inTurn, total, each -> each.getValue().running() + each.getValue().wanted());
    // Some shares are held by those who have more than theirs: what is free goes in turn, too.
    int free = total - demands.values().stream().mapToInt(Demand::running).sum();
    return deal(
            inTurn, free, each -> shares.getOrDefault(each.getKey(), 0) - each.getValue().running())
        .getOrDefault(key, 0);
  }

  /** Deals places, one each in turn, to equals; to the next priority what they do not want. */
  private static Map<String, Integer> deal(
      List<Map.Entry<String, Demand>> inTurn,
      int places,
      ToIntFunction<Map.Entry<String, Demand>> wanted) {
    var dealt = new HashMap<String, Integer>();
    int left = places;
    int first = 0;
    while (first < inTurn.size() && left > 0) {
      int priority = inTurn.get(first).getValue().priority();
      int end = first;
      while (end < inTurn.size() && inTurn.get(end).getValue().priority() == priority) {
        end++;
      }
      left = dealToEquals(inTurn.subList(first, end), left, wanted, dealt);
      first = end;
    }
    return dealt;
  }

  private static int dealToEquals(
      List<Map.Entry<String, Demand>> equals,
      int places,
      ToIntFunction<Map.Entry<String, Demand>> wanted,
      Map<String, Integer> dealt) {
    int left = places;
    int before;
    do {
      before = left;
      for (var entry : equals) {
        if (left > 0 && dealt.getOrDefault(entry.getKey(), 0) < wanted.applyAsInt(entry)) {
          dealt.merge(entry.getKey(), 1, Integer::sum);
          left--;
        }
      }
    } while (left > 0 && left < before);
    return left;
  }
}
