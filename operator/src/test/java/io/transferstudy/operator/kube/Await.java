package io.transferstudy.operator.kube;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/** Waiting for what a cluster does in its own time. */
public final class Await {
  private static final Duration BETWEEN = Duration.ofMillis(100);

  private Await() {}

  /** Something that is asked until there is an answer. */
  public interface Question<T> {
    /** The answer, if there is one yet. */
    Optional<T> ask() throws Exception;
  }

  /** Something that is asked until it holds. */
  public interface Check {
    /** Whether it holds now. */
    boolean holds() throws Exception;
  }

  /**
   * Asks until there is an answer.
   *
   * @throws AssertionError naming what was waited for
   */
  public static <T> T value(Duration patience, String what, Question<T> question) {
    return value(patience, () -> what, question);
  }

  /**
   * The same with more to say when it fails.
   *
   * @param what asked once, at the end of patience
   */
  public static <T> T value(Duration patience, Supplier<String> what, Question<T> question) {
    Instant end = Instant.now().plus(patience);
    while (true) {
      try {
        Optional<T> answer = question.ask();
        if (answer.isPresent()) {
          return answer.orElseThrow();
        }
        if (Instant.now().isAfter(end)) {
          throw new AssertionError(what.get() + ": not within " + patience);
        }
        Thread.sleep(BETWEEN.toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError("interrupted waiting for " + what.get(), e);
      } catch (RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw new AssertionError("waiting for " + what.get(), e);
      }
    }
  }

  /** Asks until it holds. */
  public static void until(Duration patience, Supplier<String> what, Check check) {
    value(patience, what, () -> check.holds() ? Optional.of(true) : Optional.empty());
  }
}
