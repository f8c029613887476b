package io.transferstudy.worker.format;

import io.transferstudy.worker.image.BadDataException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** The files of a zip, in the order of its directory. */
final class ZipReader {
  /** Of names without the sign of UTF-8, by the format's description; Windows writes such. */
  private static final String OLD_NAMES = "IBM437";

  private ZipReader() {}

  /**
   * @param allowance taken from by everything that is read
   */
  static void read(Path archive, Allowance allowance, ArchiveEntries entries) throws IOException {
    try (ZipFile zip = open(archive, StandardCharsets.UTF_8)) {
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

  private static ZipFile open(Path archive, Charset names) {
    try {
      return new ZipFile(archive.toFile(), names);
    } catch (IOException | IllegalArgumentException e) {
      String problem = String.valueOf(e.getMessage());
      if (problem.contains("bad entry name")
          && names == StandardCharsets.UTF_8
          && Charset.isSupported(OLD_NAMES)) {
        return open(archive, Charset.forName(OLD_NAMES));
      }
      if (problem.contains("encrypted")) {
        throw BadDataException.in(archive, "encrypted; unpack it with its password");
      }
      if (problem.contains("compression method")) {
        throw BadDataException.in(
            archive, "compressed by a method that is not read; unpack it, or pack it anew");
      }
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
