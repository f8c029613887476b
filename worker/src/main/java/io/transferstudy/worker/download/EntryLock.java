package io.transferstudy.worker.download;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLockInterruptionException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Held by whoever writes one entry of the cache: one thread of one process. The system frees it
 * when that process ends in any way. The lock file stays, for whoever deleted it would let two in.
 */
final class EntryLock implements AutoCloseable {
  /** The system's locks belong to a process and do not keep its own threads apart. */
  private static final Map<Path, ReentrantLock> OF_THIS_PROCESS = new ConcurrentHashMap<>();

  private final ReentrantLock own;
  private final FileChannel file;

  private EntryLock(ReentrantLock own, FileChannel file) {
    this.own = own;
    this.file = file;
  }

  /** Waits until nobody else holds it. */
  static EntryLock take(Path path) throws IOException, InterruptedException {
    var own =
        OF_THIS_PROCESS.computeIfAbsent(
            path.toAbsolutePath().normalize(), _ -> new ReentrantLock());
    own.lockInterruptibly();
    FileChannel file = null;
    boolean taken = false;
    try {
      file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      file.lock();
      taken = true;
      return new EntryLock(own, file);
    } catch (FileLockInterruptionException e) {
      throw (InterruptedException) new InterruptedException(e.getMessage()).initCause(e);
    } finally {
      if (!taken) {
        own.unlock();
        if (file != null) {
          file.close();
        }
      }
    }
  }

  @Override
  public void close() throws IOException {
    try {
      file.close();
    } finally {
      own.unlock();
    }
  }
}
