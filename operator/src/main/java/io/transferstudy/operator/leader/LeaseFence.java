package io.transferstudy.operator.leader;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Refuses every write of a replica whose lease is old: a process that was stopped for a while wakes
 * in the middle of what it did, long before it looks at its lease again.
 */
public final class LeaseFence implements Interceptor {
  /** Less than the lease lasts (15 s), so that a successor has not begun. */
  static final Duration LIMIT = Duration.ofSeconds(12);

  private static final String LEASES = "/apis/coordination.k8s.io/";
  private static final String REVIEWS = "/apis/authorization.k8s.io/"; // they change nothing

  private final LongSupplier nanoTime;
  private volatile boolean inUse;
  private volatile long asked;
  private volatile long renewed;

  /**
   * A fence that is open until the lease could have been renewed for the first time.
   *
   * @param nanoTime such as {@link System#nanoTime}
   */
  public LeaseFence(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.renewed = nanoTime.getAsLong();
  }

  @Override
  public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
    inUse = true;
    String path = request.uri().getPath();
    if (isRead(request) || path.startsWith(REVIEWS)) {
      return;
    }
    long now = nanoTime.getAsLong();
    if (path.startsWith(LEASES)) {
      asked = now; // of the time before the request, because the lease counts from then
      return;
    }
    Duration age = Duration.ofNanos(now - renewed);
    if (!isOpen(age)) {
      throw new KubernetesClientException(
          "nothing is written: the lease was last renewed %d s ago, so another may lead"
              .formatted(age.toSeconds()));
    }
  }

  @Override
  public void after(
      HttpRequest request, HttpResponse<?> response, AsyncBody.Consumer<List<ByteBuffer>> body) {
    if (response.isSuccessful() && !isRead(request) && request.uri().getPath().startsWith(LEASES)) {
      renewed = asked;
    }
  }

  /** Whether the lease was renewed not long ago; always as long as no client uses the fence. */
  boolean isOpen() {
    return !inUse || isOpen(Duration.ofNanos(nanoTime.getAsLong() - renewed));
  }

  private static boolean isOpen(Duration age) {
    return age.compareTo(LIMIT) <= 0;
  }

  private static boolean isRead(HttpRequest request) {
    return request.method().equals("GET");
  }
}
