package io.transferstudy.cli.local;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Locale;

/** The study's folder cannot be written or read: one sentence for a person, with the remedy. */
public final class FolderTrouble extends RuntimeException {
  private static final long serialVersionUID = 1;

  private FolderTrouble(String message, IOException cause) {
    super(message, cause);
  }

  /** What went wrong at that path. */
  public static FolderTrouble at(Path path, IOException cause) {
    String text = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
    if (text.contains("no space left") || text.contains("disk quota")) {
      return new FolderTrouble(
          path
              + ": the disk is full. Free some space and run the same command again; finished"
              + " cells are kept.",
          cause);
    }
    if (cause instanceof AccessDeniedException || text.contains("read-only file system")) {
      return new FolderTrouble(
          path + ": permission denied. Choose a folder that you can write to.", cause);
    }
    String reason =
        cause instanceof FileSystemException file && file.getReason() != null
            ? file.getReason()
            : cause.getClass().getSimpleName() + ": " + cause.getMessage();
    return new FolderTrouble(path + ": " + reason, cause);
  }
}
