package io.transferstudy.cli.local;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * A study's folder, held by this process alone until it is closed or the process ends.
 *
 * @param folder where everything lies
 * @param id of the study
 */
public record ClaimedFolder(StudyFolder folder, StudyId id, FileChannel lock)
    implements AutoCloseable {

  /**
   * Makes the folder where it is missing, locks it and takes it for that study.
   *
   * @throws Refusal if another process runs there, or the folder holds something else
   */
  public static ClaimedFolder claim(Path directory, String study) {
    StudyFolder folder = create(directory);
    FileChannel channel = lock(folder);
    try {
      return new ClaimedFolder(folder, StudyId.claim(folder, study), channel);
    } catch (RuntimeException e) {
      close(folder, channel);
      throw e;
    }
  }

  private static StudyFolder create(Path directory) {
    try {
      Files.createDirectories(directory);
      return new StudyFolder(directory.toRealPath());
    } catch (FileAlreadyExistsException e) {
      throw new Refusal(directory + " is not a folder. Choose another with --output.");
    } catch (IOException e) {
      throw FolderTrouble.at(directory, e);
    }
  }

  private static FileChannel lock(StudyFolder folder) {
    try {
      var channel =
          FileChannel.open(folder.lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (tryLock(channel) == null) {
        channel.close();
        throw new Refusal(
            "Another process runs the study in %s. Wait for it, or stop it with Ctrl-C there."
                .formatted(folder.path()));
      }
      return channel;
    } catch (IOException e) {
      throw FolderTrouble.at(folder.lock(), e);
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // by another thread of this process
    }
  }

  @Override
  public void close() {
    close(folder, lock);
  }

  private static void close(StudyFolder folder, FileChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      throw FolderTrouble.at(folder.lock(), e);
    }
  }
}
