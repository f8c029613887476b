package io.transferstudy.worker.format;

import io.transferstudy.worker.image.BadDataException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;

/** The files of a tar, in its order. What is a link to another file of it is left out. */
final class TarReader {
  private final String archive;
  private final long headerBytes;
  private final Allowance step;
  private final TarArchiveInputStream tar;

  /**
   * @param archive for messages
   * @param headerBytes between two contents, which the reader of tars keeps in memory
   * @param allowance taken from by everything that is read
   */
  TarReader(String archive, InputStream in, long headerBytes, Allowance allowance) {
    this.archive = archive;
    this.headerBytes = headerBytes;
    this.step =
        new Allowance(headerBytes, archive + ": a header of it is too long; refused", allowance);
    var guarded = new GuardedStream(in, archive, step);
    this.tar = new TarArchiveInputStream(guarded, StandardCharsets.UTF_8.name());
  }

  void read(ArchiveEntries entries) throws IOException {
    for (TarArchiveEntry entry = next(); entry != null; entry = next()) {
      requireInside(entry);
      if (entry.isSparse()) {
        throw new BadDataException(
            "%s: '%s' is a sparse file, which no data set has; refused"
                .formatted(archive, entry.getName()));
      }
      if (holdsContent(entry)) {
        step.refill(entry.getSize() + headerBytes);
        // What the visitor leaves unread must not count as the next header.
        var size = new Allowance(entry.getSize(), archive + ": longer than it says", null);
        var content = new GuardedStream(tar, archive, size);
        entries.entry(entry.getName(), entry.getSize(), content);
        content.transferTo(OutputStream.nullOutputStream());
      }
    }
  }

  private static boolean holdsContent(TarArchiveEntry entry) {
    return entry.isFile()
        && !entry.isLink()
        && !entry.isSymbolicLink()
        && !entry.isFIFO()
        && !entry.isBlockDevice()
        && !entry.isCharacterDevice();
  }

  private @Nullable TarArchiveEntry next() {
    step.refill(headerBytes);
    try {
      return tar.getNextEntry();
    } catch (IOException | IllegalArgumentException | IllegalStateException e) {
      throw GuardedStream.damaged(archive, e);
    }
  }

  private void requireInside(TarArchiveEntry entry) {
    if (!entry.isSymbolicLink() && !entry.isLink()) {
      return;
    }
    String target = entry.getLinkName();
    String folder = EntryPath.folderOf(entry.getName());
    // Links of tars name their target from the top, symbolic ones from where they lie.
    String path = entry.isLink() ? target : EntryPath.in(folder, target);
    if (target.startsWith("/") || leaves(path)) {
      throw new BadDataException(
          "%s: '%s' is a link to '%s', which leads out of its folder; refused"
              .formatted(archive, entry.getName(), target));
    }
  }

  private static boolean leaves(String path) {
    int depth = 0;
    for (String part : path.split("/")) {
      if (part.equals("..")) {
        depth--;
      } else if (!part.isEmpty() && !part.equals(".")) {
        depth++;
      }
      if (depth < 0) {
        return true;
      }
    }
    return false;
  }
}
