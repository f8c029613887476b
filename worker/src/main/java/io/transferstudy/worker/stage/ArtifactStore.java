package io.transferstudy.worker.stage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;

/**
 * The artifacts folder: published results by result key, and what attempts leave for those after
 * them.
 *
 * <pre>
 * results/KEY/        complete, published by one rename, never changed
 * features/KEY/       likewise
 * splits/KEY/         likewise
 * attempts/KEY/FENCE/ of one attempt of one pod: its checkpoints, and the result until it is published
 * </pre>
 *
 * <p>An attempt writes only below its own fence, so that a late pod overwrites nothing. The first
 * to rename wins: a rename onto a folder that has content fails, and the late one throws its own
 * away.
 */
final class ArtifactStore {
  private final Path root;
  private final String fence;

  /**
   * @param root the artifacts folder
   * @param fence of this attempt: its number and the UID of its pod
   */
  ArtifactStore(Path root, String fence) {
    this.root = root;
    this.fence = fence;
  }

  /** Where a result lies or would lie, relative to the root. */
  static String resultPath(String key) {
    return "results/" + key;
  }

  /** The published result of that key; its existence is not implied. */
  Path result(String key) {
    return root.resolve(resultPath(key));
  }

  /** The published features of that key; their existence is not implied. */
  Path features(String key) {
    return root.resolve("features").resolve(key);
  }

  /** Where a split list lies or would lie, relative to the root. */
  static String splitPath(String key) {
    return "splits/" + key;
  }

  /** The published split list of that key; its existence is not implied. */
  Path split(String key) {
    return root.resolve(splitPath(key));
  }

  /** This attempt's own folder for that key. */
  Path own(String key) throws IOException {
    return Files.createDirectories(root.resolve("attempts").resolve(key).resolve(fence));
  }

  /** The folders of all attempts at that key. */
  List<Path> attempts(String key) throws IOException {
    Path attempts = root.resolve("attempts").resolve(key);
    if (!Files.isDirectory(attempts)) {
      return List.of();
    }
    try (var folders = Files.list(attempts)) {
      return folders.filter(Files::isDirectory).toList();
    }
  }

  /** A file of that name from every attempt at that key, this one's included. */
  List<Path> fromAllAttempts(String key, String file) throws IOException {
    return attempts(key).stream()
        .map(folder -> folder.resolve(file))
        .filter(Files::isRegularFile)
        .toList();
  }

  /**
   * Publishes a folder of this attempt.
   *
   * @return whether it was the first; if not, the folder is gone and the other's stands
   */
  boolean publish(Path folder, Path place) throws IOException {
    Files.createDirectories(place.getParent());
    try {
      Files.move(folder, place, StandardCopyOption.ATOMIC_MOVE);
      return true;
    } catch (FileSystemException e) { // the JDK has no type of its own for "Directory not empty"
      if (!Files.isDirectory(place)) {
        throw e;
      }
      deleteTree(folder);
      return false;
    }
  }

  /** Takes back something published that turns out to be damaged, so that it is made again. */
  void withdraw(Path place) throws IOException {
    Path away = own(place.getFileName().toString()).resolve("withdrawn");
    try {
      Files.move(place, away, StandardCopyOption.ATOMIC_MOVE);
    } catch (NoSuchFileException e) {
      return; // another attempt was faster
    }
    deleteTree(away);
  }

  /** Deletes what this attempt left: others that are at the same key go on. */
  void forgetOwn(String key) throws IOException {
    deleteTree(root.resolve("attempts").resolve(key).resolve(fence));
  }

  /** Deletes what all attempts at that key left: its result is published. */
  void forgetAttempts(String key) throws IOException {
    deleteTree(root.resolve("attempts").resolve(key));
  }

  /** Writes a file whole or not at all. */
  static void write(Path file, byte[] content) throws IOException {
    Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
    try (var channel =
        FileChannel.open(
            temporary,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      var bytes = ByteBuffer.wrap(content);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.move(
        temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Writes text as UTF-8, whole or not at all. */
  static void write(Path file, String text) throws IOException {
    write(file, text.getBytes(StandardCharsets.UTF_8));
  }

  private static void deleteTree(Path folder) throws IOException {
    List<Path> inside;
    try (var walk = Files.walk(folder)) {
      inside = walk.sorted(Comparator.reverseOrder()).toList();
    } catch (NoSuchFileException | UncheckedIOException e) {
      return; // another attempt was faster
    }
    for (Path path : inside) {
      try {
        Files.deleteIfExists(path);
      } catch (DirectoryNotEmptyException e) {
        return; // a late attempt writes into it and clears it away itself
      }
    }
  }
}
