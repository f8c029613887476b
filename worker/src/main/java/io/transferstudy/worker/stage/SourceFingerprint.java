package io.transferstudy.worker.stage;

import io.transferstudy.study.grid.DatasetSource;
import io.transferstudy.worker.format.FolderWalk;
import io.transferstudy.worker.image.BadDataException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What the files of a data set look like from outside: names, sizes and times of their last change.
 * Whether a data set must be prepared again follows from it, without reading what may take hours.
 */
final class SourceFingerprint {
  private SourceFingerprint() {}

  /**
   * A line for each file, in order.
   *
   * @throws BadDataException if there is nothing at that place
   */
  static List<String> of(DatasetSource source, Path dataRoot) {
    Path place =
        switch (source) {
          case DatasetSource.Catalogue catalogue -> dataRoot.resolve(catalogue.path());
          case DatasetSource.ImageFolder folder -> dataRoot.resolve(folder.path());
          case DatasetSource.Listed listed -> dataRoot.resolve(listed.path());
          case DatasetSource.Procedural _ ->
              throw new InvalidRequestException("images that are drawn need no preparation");
        };
    if (!Files.exists(place)) {
      throw BadDataException.in(
          place, "no such file or folder; paths are relative to the data folder");
    }
    var lines = new ArrayList<String>();
    try (var files =
        Files.find(
            place,
            Integer.MAX_VALUE,
            (_, attributes) -> attributes.isRegularFile(),
            FileVisitOption.FOLLOW_LINKS)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        var attributes = Files.readAttributes(file, BasicFileAttributes.class);
        lines.add(
            "%s %d %d"
                .formatted(
                    place.relativize(file),
                    attributes.size(),
                    attributes.lastModifiedTime().toMillis()));
      }
    } catch (UncheckedIOException e) {
      if (e.getCause() instanceof FileSystemLoopException loop) {
        throw FolderWalk.round(Path.of(loop.getFile()));
      }
      throw e;
    } catch (IOException e) {
      throw new UncheckedIOException(place + " cannot be read: " + e.getMessage(), e);
    }
    Collections.sort(lines);
    return lines;
  }
}
