package io.transferstudy.cli.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Files that are there in whole or not at all, whenever the process is killed. */
public final class AtomicFile {
  private AtomicFile() {}

  /**
   * Writes or replaces a file by way of a temporary one beside it.
   *
   * @throws FolderTrouble naming the file
   */
  public static void write(Path file, String text) {
    Path temporary =
        file.resolveSibling(
            "." + file.getFileName() + "." + ProcessHandle.current().pid() + ".tmp");
    try {
      Files.writeString(temporary, text);
      Files.move(
          temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw FolderTrouble.at(file, e);
    }
  }
}
