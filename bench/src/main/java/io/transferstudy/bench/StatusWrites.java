package io.transferstudy.bench;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.transferstudy.api.v1alpha1.TransferStudy;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Counts what is written of studies in a namespace, as a watcher sees it. */
final class StatusWrites implements Watcher<TransferStudy>, AutoCloseable {
  private final AtomicInteger count = new AtomicInteger();
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicInteger largest = new AtomicInteger();
  private final Watch watch;

  StatusWrites(KubernetesClient client, String namespace) {
    watch = client.resources(TransferStudy.class).inNamespace(namespace).watch(this);
  }

  @Override
  public void eventReceived(Action action, TransferStudy study) {
    if (study.getStatus() != null) {
      int size = Serialization.asJson(study.getStatus()).getBytes(StandardCharsets.UTF_8).length;
      count.incrementAndGet();
      bytes.addAndGet(size);
      largest.accumulateAndGet(size, Math::max);
    }
  }

  @Override
  public void onClose(WatcherException cause) {
    // the client opens it again
  }

  @Override
  public String toString() {
    return "%d writes of studies' status, %.1f KiB each, at most %.1f KiB"
        .formatted(
            count.get(), bytes.get() / 1024.0 / Math.max(1, count.get()), largest.get() / 1024.0);
  }

  @Override
  public void close() {
    watch.close();
  }
}
