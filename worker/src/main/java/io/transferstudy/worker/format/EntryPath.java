package io.transferstudy.worker.format;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/** The names that archives and lists give to files. */
public final class EntryPath {
  /** Of macOS's archiver, of network disks (small copies of images) and of Windows. */
  private static final Set<String> OF_SYSTEMS =
      Set.of("__MACOSX", "@eaDir", "lost+found", "$RECYCLE.BIN", "System Volume Information");

  private EntryPath() {}

  /**
   * A name without {@code .} and doubled separators.
   *
   * @return empty if it leaves the folder or is no path on every system
   */
  public static Optional<String> normalized(String name) {
    if (name.startsWith("/") || name.indexOf('\\') >= 0 || name.indexOf('\0') >= 0) {
      return Optional.empty();
    }
    var kept = new ArrayList<String>();
    for (String part : name.split("/")) {
      if (part.equals("..")) {
        return Optional.empty();
      }
      if (!part.isEmpty() && !part.equals(".")) {
        kept.add(part);
      }
    }
    return kept.isEmpty() || kept.getFirst().matches("[A-Za-z]:.*")
        ? Optional.empty()
        : Optional.of(String.join("/", kept));
  }

  /** Whether some folder or the file is hidden; what a system adds on its own is. */
  static boolean isHidden(String path) {
    return Arrays.stream(path.split("/"))
        .anyMatch(part -> part.startsWith(".") || OF_SYSTEMS.contains(part));
  }

  /** The path of what lies in a folder; empty is the top. */
  public static String in(String folder, String path) {
    return folder.isEmpty() ? path : folder + "/" + path;
  }

  /** The folder of a path; empty at the top. */
  public static String folderOf(String path) {
    int slash = path.lastIndexOf('/');
    return slash < 0 ? "" : path.substring(0, slash);
  }
}
