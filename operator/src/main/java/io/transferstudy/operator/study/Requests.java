package io.transferstudy.operator.study;

import java.util.ArrayList;
import java.util.Collection;
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
    if (items.size() <= 1) {
      items.forEach(request);
      return;
    }
    var slots = new Semaphore(AT_ONCE);
    var answers = new ArrayList<Future<?>>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (T item : items) {
        slots.acquireUninterruptibly();
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
