package io.transferstudy.operator.study;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/**
 * Requests that need not wait for each other, a few at a time: an API server answers one client's
 * requests side by side, but a study must not crowd out everybody else.
 */
final class Requests {
  private static final int AT_ONCE = 8;

  private Requests() {}

  /**
   * Does something for each, and all of it even if some of it fails.
   *
   * @throws RuntimeException the first failure, the others suppressed in it
   */
  static <T> void all(Collection<T> items, Consumer<T> request) {
    within(new Turn(Long.MAX_VALUE), items, request);
  }

  /**
   * Does something for each, in order, until the time is over; at least for the first few.
   *
   * @return whether it was done for all
   * @throws RuntimeException the first failure, the others suppressed in it
   */
  static <T> boolean within(Turn turn, Collection<T> items, Consumer<T> request) {
    if (items.size() <= 1) {
      items.forEach(request);
      return true;
    }
    var slots = new Semaphore(AT_ONCE);
    List<Future<?>> answers = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (T item : items) {
        slots.acquireUninterruptibly();
        if (answers.size() >= AT_ONCE && turn.isOver()) {
          break;
        }
        answers.add(
            threads.submit(() -> {
              try {
                request.accept(item);
              } finally {
                slots.release();
              }
            }));
      }
    }
    throwFirst(answers);
    return answers.size() == items.size();
  }

  private static void throwFirst(Collection<Future<?>> ended) {
    RuntimeException first = null;
    for (Future<?> answer : ended) {
      try {
        answer.get();
      } catch (ExecutionException e) {
        RuntimeException failure =
            e.getCause() instanceof RuntimeException cause
                ? cause
                : new IllegalStateException(e.getCause());
        if (first == null) {
          first = failure;
        } else {
          first.addSuppressed(failure);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted", e);
      }
    }
    if (first != null) {
      throw first;
    }
  }
}
