package io.transferstudy.worker.format;

import static java.util.Objects.requireNonNull;

import io.transferstudy.worker.image.BadDataException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.EnumSet;

/** Everything below a folder of somebody's own, links followed; hidden files are left out. */
public final class FolderWalk {

  /** What is done with what is seen, in no order. */
  public interface Visitor {
    /** Whether a file of that name is to be visited. */
    boolean wants(String name);

    /**
     * @param path of a folder, relative, separated by {@code /}
     */
    void folder(String path);

    /**
     * @param path of a file likewise
     * @param parent its folder, the same object for all files in it
     */
    void file(String path, Path parent, String name);
  }

  private FolderWalk() {}

  /**
   * Visits everything.
   *
   * @throws BadDataException if there is no such folder, or a link in it leads to nothing or round
   */
  public static void below(Path folder, Visitor visitor) {
    requireFolder(folder);
    try {
      Files.walkFileTree(
          folder,
          EnumSet.of(FileVisitOption.FOLLOW_LINKS),
          Integer.MAX_VALUE,
          new Walk(folder, visitor));
    } catch (IOException e) {
      throw new UncheckedIOException(folder + " cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * @throws BadDataException if there is no such folder
   */
  public static void requireFolder(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw BadDataException.in(
          folder,
          "there is no such folder; put the data set there, or correct its path in the manifest");
    }
  }

  /** What is said of a link that leads round. */
  public static BadDataException round(Path link) {
    return BadDataException.in(link, "a link to a folder that it lies in; remove it");
  }

  private static final class Walk extends SimpleFileVisitor<Path> {
    private final Path top;
    private final Visitor visitor;
    private Path parent;
    private String prefix = "";

    Walk(Path top, Visitor visitor) {
      this.top = top;
      this.parent = top;
      this.visitor = visitor;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
      if (folder.equals(top)) {
        return FileVisitResult.CONTINUE;
      }
      if (EntryPath.isHidden(name(folder))) {
        return FileVisitResult.SKIP_SUBTREE;
      }
      visitor.folder(relative(folder));
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      String name = name(file);
      if (EntryPath.isHidden(name) || !visitor.wants(name)) {
        return FileVisitResult.CONTINUE;
      }
      if (attributes.isSymbolicLink()) { // what it leads to would have been visited
        throw BadDataException.in(file, "a link that leads to nothing; mend or remove it");
      }
      if (attributes.isRegularFile()) {
        enter(requireNonNull(file.getParent()));
        visitor.file(prefix + name, parent, name);
      }
      return FileVisitResult.CONTINUE;
    }

    /** What archives of other times unpack to cannot be found again by its name. */
    private static String name(Path path) {
      String name = path.getFileName().toString();
      if (!path.resolveSibling(name).equals(path)) {
        throw BadDataException.in(path, "its name is not UTF-8; rename it");
      }
      return name;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
      if (e instanceof FileSystemLoopException) {
        throw round(file);
      }
      throw e;
    }

    private void enter(Path folder) {
      if (!folder.equals(parent)) {
        parent = folder;
        prefix = folder.equals(top) ? "" : relative(folder) + "/";
      }
    }

    /** Names part by part: a folder's own name may hold what separates paths elsewhere. */
    private String relative(Path folder) {
      var path = new StringBuilder();
      for (Path part : top.relativize(folder)) {
        path.append(path.isEmpty() ? "" : "/").append(part);
      }
      return path.toString();
    }
  }
}
