package io.transferstudy.worker.format;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** The files of a zip, in the order of its directory. */
final class ZipReader {
  private ZipReader() {}

  /**
   * @param allowance taken from by everything that is read
   */
  static void read(Path archive, Allowance allowance, ArchiveEntries entries) throws IOException {
    try (ZipFile zip = open(archive)) {
      Enumeration<? extends ZipEntry> all = zip.entries();
      while (all.hasMoreElements()) {
        ZipEntry entry = all.nextElement();
        if (!entry.isDirectory()) {
          try (InputStream content = content(archive, zip, entry)) {
            var guarded = new GuardedStream(content, archive.toString(), allowance);
            entries.entry(entry.getName(), entry.getSize(), guarded);
          }
        }
      }
    }
  }

  private static ZipFile open(Path archive) {
    try {
      return new ZipFile(archive.toFile());
    } catch (IOException | IllegalArgumentException e) {
      throw GuardedStream.damaged(archive.toString(), e);
    }
  }

  private static InputStream content(Path archive, ZipFile zip, ZipEntry entry) {
    try {
      return new ChecksumStream(zip.getInputStream(entry), entry.getName(), entry.getCrc());
    } catch (IOException | IllegalArgumentException | IllegalStateException e) {
      throw GuardedStream.damaged(archive.toString(), e);
    }
  }
}
