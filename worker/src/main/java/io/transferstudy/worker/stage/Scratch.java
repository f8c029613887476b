package io.transferstudy.worker.stage;

import io.transferstudy.study.work.WorkerEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder on the machine's own disk. A pack that is read many times is copied there first: once
 * from end to end, which suits a network file system, and never in small pieces.
 *
 * @param folder where copies go; null if there is none
 * @param most bytes that may lie there
 */
record Scratch(@Nullable Path folder, long most) {
  /** No copies. */
  static final Scratch NONE = new Scratch(null, 0);

  private static final Logger log = LoggerFactory.getLogger(Scratch.class);

  /** Of the free space; what is left keeps the machine's other users going. */
  private static final double SHARE = 0.9;

  /**
   * As the environment says.
   *
   * @throws InvalidRequestException if it says something else than a number of bytes
   */
  static Scratch of(Map<String, String> environment) {
    String folder = environment.getOrDefault(WorkerEnvironment.SCRATCH, "");
    String most = environment.getOrDefault(WorkerEnvironment.SCRATCH_BYTES, "");
    try {
      return new Scratch(
          folder.isBlank() ? null : Path.of(folder),
          most.isBlank() ? Long.MAX_VALUE : Long.parseLong(most));
    } catch (NumberFormatException e) {
      throw new InvalidRequestException(
          WorkerEnvironment.SCRATCH_BYTES + " must be a number of bytes, got '" + most + "'");
    }
  }

  /**
   * A file's copy, made now if it is not there; the file itself where there is no room for one. A
   * copy that fails is no failure of the work.
   *
   * @param name of the copy: equal names mean equal content
   */
  Path near(Path file, String name) {
    if (folder == null) {
      return file;
    }
    Path copy = folder.resolve(name);
    try {
      long size = Files.size(file);
      if (Files.exists(copy) && Files.size(copy) == size) {
        return copy;
      }
      Files.createDirectories(folder);
      long free = (long) (SHARE * Files.getFileStore(folder).getUsableSpace());
      if (size > Math.min(most, free)) {
        log.info(
            "{} is read where it lies: it has {} MiB, of {} free in {}",
            file,
            size >> 20,
            Math.min(most, free) >> 20,
            folder);
        return file;
      }
      long started = System.nanoTime();
      copy(file, copy);
      log.info(
          "copied {} MiB to {} in {} s",
          size >> 20,
          copy,
          "%.1f".formatted((System.nanoTime() - started) / 1e9));
      return copy;
    } catch (IOException e) {
      log.warn("{} is read where it lies: it was not copied to {}: {}", file, folder, e.toString());
      return file;
    }
  }

  private static void copy(Path file, Path copy) throws IOException {
    Path part = Files.createTempFile(copy.getParent(), copy.getFileName().toString(), ".part");
    try {
      Files.copy(file, part, StandardCopyOption.REPLACE_EXISTING);
      Files.move(part, copy, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
  }
}
