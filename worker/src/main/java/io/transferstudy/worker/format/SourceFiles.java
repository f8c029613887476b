package io.transferstudy.worker.format;

import io.transferstudy.worker.image.BadDataException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The files of a data set's folder, or of one archive, each visited once: first what lies unpacked,
 * in order of names, then what archives hold ({@code .tar}, {@code .tar.gz}, {@code .tgz}, {@code
 * .zip}, by name; tars also inside of another archive), archive by archive. An archive's own name
 * adds nothing to the paths in it. Nothing is unpacked to disk.
 *
 * <p>Hidden files are left out. A file that is there twice, as in an archive that lies beside what
 * was unpacked from it, is visited once; two different files of one path are refused, as are
 * archives with paths or links that leave the folder or with more in them than {@link SourceBounds}
 * allows.
 */
public final class SourceFiles {

  /** What is done with each file. */
  @FunctionalInterface
  public interface Visitor {
    void visit(SourceFile file) throws IOException;
  }

  private SourceFiles() {}

  /**
   * Visits everything.
   *
   * @param place a folder or an archive
   * @throws BadDataException if it is missing, damaged or refused
   */
  public static void all(Path place, Visitor visitor) {
    all(place, SourceBounds.DEFAULT, visitor);
  }

  static void all(Path place, SourceBounds bounds, Visitor visitor) {
    try {
      var archives = new Archives(place, bounds, visitor);
      if (Files.isRegularFile(place)) {
        archives.visit(place, "");
        return;
      }
      for (String archive : unpacked(place, archives::plain)) {
        archives.visit(place.resolve(archive), EntryPath.folderOf(archive));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(place + " cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * Whether a place is an archive.
   *
   * @throws BadDataException if it is no folder either
   */
  public static boolean isArchive(Path place) {
    if (Files.isDirectory(place)) {
      return false;
    }
    if (!Files.isRegularFile(place)) {
      throw BadDataException.in(
          place, "there is no such folder or archive; correct the path in the manifest");
    }
    return true;
  }

  /**
   * Visits what lies unpacked in a folder.
   *
   * @return the paths of the archives there, which were not opened
   * @throws BadDataException if there is no such folder, or a link leaves it
   */
  public static List<String> unpacked(Path folder, Visitor visitor) {
    FolderWalk.requireFolder(folder);
    var archives = new ArrayList<String>();
    try {
      walk(folder, "", folder.toRealPath(), archives, visitor);
    } catch (IOException e) {
      throw new UncheckedIOException(folder + " cannot be read: " + e.getMessage(), e);
    }
    return archives;
  }

  private static void walk(
      Path folder, String prefix, Path root, List<String> archives, Visitor visitor)
      throws IOException {
    for (String name : names(folder)) {
      Path file = folder.resolve(name);
      boolean link = Files.isSymbolicLink(file);
      if (link && !(Files.exists(file) && file.toRealPath().startsWith(root))) {
        throw BadDataException.in(
            file, "a link that leads out of the data set's folder; put a copy there instead");
      }
      String path = EntryPath.in(prefix, name);
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      // What a link to a folder names is seen where it lies.
      if (attributes.isDirectory() && !link) {
        walk(file, path, root, archives, visitor);
      } else if (attributes.isRegularFile() && ArchiveKind.of(name).isPresent()) {
        archives.add(path);
      } else if (attributes.isRegularFile()) {
        try (var content = new DiskStream(file)) {
          visitor.visit(new SourceFile(path, attributes.size(), content));
        }
      }
    }
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .map(entry -> entry.getFileName().toString())
          .filter(name -> !EntryPath.isHidden(name))
          .sorted()
          .toList();
    }
  }
}
