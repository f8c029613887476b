package io.transferstudy.worker.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Batches in a fixed order, at most {@link #AHEAD} of them made before they are asked for. What
 * fails on a thread is thrown by {@link #next} as it was.
 */
public final class BatchStream implements Iterator<Batch>, AutoCloseable {
  /** Batches in the making while one is in use. */
  private static final int AHEAD = 2;

  private final List<? extends LabelledImage> examples;
  private final Normalizer normalizer;
  private final int size;
  private final InputThreads threads;
  private final InputWait wait;
  private final long end;
  private final BatchLoader.PlanOfBatch plans;
  private final Queue<Pending> pending = new ArrayDeque<>();
  private final Queue<FloatBuffer> free = new ArrayDeque<>();
  private long started;
  private @Nullable FloatBuffer inUse;

  BatchStream(
      List<? extends LabelledImage> examples,
      Normalizer normalizer,
      int size,
      InputThreads threads,
      InputWait wait,
      long from,
      long end,
      BatchLoader.PlanOfBatch plans) {
    this.examples = examples;
    this.normalizer = normalizer;
    this.size = size;
    this.threads = threads;
    this.wait = wait;
    this.started = from;
    this.end = end;
    this.plans = plans;
  }

  @Override
  public boolean hasNext() {
    return !pending.isEmpty() || started < end;
  }

  @Override
  public Batch next() {
    if (inUse != null) {
      free.add(inUse);
      inUse = null;
    }
    while (pending.size() <= AHEAD && started < end) {
      pending.add(start(plans.plan(started++)));
    }
    Pending first = pending.poll();
    if (first == null) {
      throw new NoSuchElementException("the stream has ended");
    }
    long asked = System.nanoTime();
    await(first.parts());
    wait.add(System.nanoTime() - asked, first.batch().count());
    inUse = first.batch().pixels();
    return first.batch();
  }

  private Pending start(BatchLoader.Plan plan) {
    int count = plan.indexes().length;
    int length = Image.CHANNELS * size * size;
    FloatBuffer pixels = memory(count * length);
    var labels = new long[count];
    var parts = new ArrayList<Future<?>>();
    for (int i = 0; i < count; i++) {
      int index = plan.indexes()[i];
      int position = i * length;
      LabelledImage example = examples.get(index);
      labels[i] = example.label();
      parts.add(
          threads.submit(
              example::picture,
              picture -> normalizer.write(plan.views().view(picture, index), pixels, position)));
    }
    return new Pending(new Batch(pixels, labels, plan.indexes(), count), parts);
  }

  private FloatBuffer memory(int floats) {
    FloatBuffer used = free.poll();
    if (used != null && used.capacity() >= floats) {
      return used.clear().limit(floats);
    }
    return ByteBuffer.allocateDirect(floats * Float.BYTES)
        .order(ByteOrder.nativeOrder())
        .asFloatBuffer();
  }

  private static void await(List<Future<?>> parts) {
    for (Future<?> part : parts) {
      try {
        part.get();
      } catch (ExecutionException e) {
        switch (e.getCause()) {
          case RuntimeException cause -> throw cause;
          case Error cause -> throw cause;
          case null, default -> throw new IllegalStateException(e);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while waiting for images", e);
      }
    }
  }

  /** Stops what is in the making. */
  @Override
  public void close() {
    pending.forEach(batch -> batch.parts().forEach(part -> part.cancel(true)));
    pending.clear();
    started = end;
  }

  private record Pending(Batch batch, List<Future<?>> parts) {}
}
