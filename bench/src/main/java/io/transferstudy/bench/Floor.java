package io.transferstudy.bench;

import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.IntFunction;

/**
 * The least that a cluster must do for a study: a bare client creates Jobs, awaits and deletes
 * them, as many at once as the study has workers.
 *
 * @param jobs the Job of a number
 */
record Floor(KubernetesClient client, String namespace, IntFunction<Job> jobs) {
  private static final int REQUESTS_AT_ONCE = 8;

  /** With Jobs as small as they can be. */
  static Floor plain(KubernetesClient client, String namespace) {
    return new Floor(client, namespace, i -> job(namespace, "floor-" + i));
  }

  /** Runs that many Jobs; returns the time to the last one's end. */
  Duration run(int count, int atOnce) throws InterruptedException {
    var slots = new Semaphore(atOnce);
    var left = new CountDownLatch(count);
    Set<String> ended = ConcurrentHashMap.newKeySet();
    long start = System.nanoTime();
    try (var requests = Executors.newFixedThreadPool(REQUESTS_AT_ONCE);
        var informer =
            client
                .batch()
                .v1()
                .jobs()
                .inNamespace(namespace)
                .inform(
                    new ResourceEventHandler<Job>() {
                      @Override
                      public void onAdd(Job job) {
                        // has not ended yet
                      }

                      @Override
                      public void onUpdate(Job before, Job job) {
                        Integer succeeded = job.getStatus().getSucceeded();
                        String name = job.getMetadata().getName();
                        if (succeeded != null && succeeded > 0 && ended.add(name)) {
                          slots.release();
                          requests.submit(() -> {
                            delete(job);
                            left.countDown();
                          });
                        }
                      }

                      @Override
                      public void onDelete(Job job, boolean unknown) {
                        // as asked
                      }
                    })) {
      for (int i = 0; i < count; i++) {
        slots.acquire();
        Job job = jobs.apply(i);
        requests.submit(() -> client.resource(job).create());
      }
      left.await();
    }
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private void delete(Job job) {
    client.resource(job).withPropagationPolicy(DeletionPropagation.BACKGROUND).delete();
  }

  private static Job job(String namespace, String name) {
    return new JobBuilder()
        .withNewMetadata()
        .withName(name)
        .withNamespace(namespace)
        .endMetadata()
        .withNewSpec()
        .withBackoffLimit(0)
        .withNewTemplate()
        .withNewSpec()
        .withRestartPolicy("Never")
        .addNewContainer()
        .withName("worker")
        .withImage("localhost/pause:1")
        .endContainer()
        .endSpec()
        .endTemplate()
        .endSpec()
        .build();
  }
}
