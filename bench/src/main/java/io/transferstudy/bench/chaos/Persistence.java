package io.transferstudy.bench.chaos;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Asks a server that may be away for a while. */
final class Persistence {
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final long BETWEEN_MILLIS = 300;
  private static final int SERVER_ERROR = 500;
  private static final int TOO_MANY = 429;

  private Persistence() {}

  /**
   * Does a request, again as long as the server cannot answer.
   *
   * @throws KubernetesClientException if it refuses, or is away for minutes
   */
  static <T> T request(Supplier<T> request) throws InterruptedException {
    Instant end = Instant.now().plus(PATIENCE);
    while (true) {
      try {
        return request.get();
      } catch (KubernetesClientException e) {
        boolean away = e.getCode() <= 0 || e.getCode() >= SERVER_ERROR || e.getCode() == TOO_MANY;
        if (!away || Instant.now().isAfter(end)) {
          throw e;
        }
        Thread.sleep(BETWEEN_MILLIS);
      }
    }
  }

  /** Waits until something is so; returns whether it was in that time. */
  static boolean await(Duration longest, BooleanSupplier question) throws InterruptedException {
    Instant end = Instant.now().plus(longest);
    while (true) {
      boolean so = request(question::getAsBoolean);
      if (so || Instant.now().isAfter(end)) {
        return so;
      }
      Thread.sleep(BETWEEN_MILLIS);
    }
  }
}
