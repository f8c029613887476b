package io.transferstudy.study.plan;

import java.util.List;

/**
 * What to do now.
 *
 * @param actions stops first, then starts in their order
 * @param outOfBudget whether the budget alone keeps the next piece of work from starting
 */
public record Plan(List<Action> actions, boolean outOfBudget) {
  public Plan {
    actions = List.copyOf(actions);
  }

  /** How many attempts it starts. */
  public int starts() {
    return (int) actions.stream().filter(Action.Start.class::isInstance).count();
  }
}
