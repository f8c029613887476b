package io.transferstudy.worker.image;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Virtual threads, one for each image in the making: so many files are read at once that a slow
 * disk keeps no core waiting, and no more images are decoded at once than there are cores for them.
 * They come to their turn in the order in which they were asked for.
 */
final class InputThreads implements AutoCloseable {
  /** Files in memory for each image that is being decoded. */
  private static final int READ_AHEAD = 4;

  private final ExecutorService executor =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("images-", 0).factory());
  private final Semaphore files;
  private final Semaphore cores;

  /**
   * @param cores images that are decoded and resized at once
   */
  InputThreads(int cores) {
    this.cores = new Semaphore(cores, true);
    this.files = new Semaphore(READ_AHEAD * cores, true);
  }

  /**
   * @param read waits for a disk
   * @param work keeps a core busy
   */
  <T> Future<?> submit(Supplier<T> read, Consumer<T> work) {
    return executor.submit(() -> {
      files.acquire();
      try {
        T file = read.get();
        cores.acquire();
        try {
          work.accept(file);
        } finally {
          cores.release();
        }
      } finally {
        files.release();
      }
      return null;
    });
  }

  /** Stops what is in the making. */
  @Override
  public void close() {
    executor.shutdownNow();
  }
}
