package io.transferstudy.worker.format;

import io.transferstudy.worker.image.BadDataException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import java.util.zip.GZIPInputStream;

/** One pass over archives, with what was seen before and what may still come. */
final class Archives {
  /** A file that was seen unpacked: its content is compared where it lies. */
  private static final long ON_DISK = -1;

  private static final int BUFFER = 1 << 16;

  private final Path place;
  private final SourceBounds bounds;
  private final SourceFiles.Visitor visitor;
  private final SeenPaths seen = new SeenPaths();
  private final Allowance entries;
  private final Allowance bytes;

  Archives(Path place, SourceBounds bounds, SourceFiles.Visitor visitor) {
    this.place = place;
    this.bounds = bounds;
    this.visitor = visitor;
    this.entries =
        new Allowance(
            bounds.entries(),
            "%s: more than %s files in archives".formatted(place, number(bounds.entries())),
            null);
    this.bytes =
        new Allowance(
            bounds.bytes(),
            "%s: more than %s bytes in archives".formatted(place, number(bounds.bytes())),
            null);
  }

  /** A file that lies unpacked. */
  void plain(SourceFile file) throws IOException {
    seen.put(file.path(), ON_DISK);
    visitor.visit(file);
  }

  /**
   * @param folder where the archive's paths begin
   */
  void visit(Path archive, String folder) throws IOException {
    ArchiveKind kind =
        ArchiveKind.of(archive.getFileName().toString())
            .orElseThrow(() ->
                BadDataException.in(
                    archive, "neither a folder nor a .tar, .tar.gz, .tgz or .zip; unpack it"));
    String name = archive.toString();
    long size = Files.size(archive);
    switch (kind) {
      case ZIP -> ZipReader.read(archive, allowance(name, size), zip(name, folder));
      case TAR, TAR_GZ -> {
        try (var disk = new DiskStream(archive)) {
          tar(kind, name, folder, new BufferedInputStream(disk, BUFFER), size, 1);
        }
      }
    }
  }

  private ArchiveEntries zip(String archive, String folder) {
    return (path, size, content) -> entry(archive, folder, path, size, content, 1);
  }

  private void tar(
      ArchiveKind kind, String archive, String folder, InputStream packed, long size, int depth)
      throws IOException {
    Allowance allowance = allowance(archive, size);
    try (InputStream tar = kind == ArchiveKind.TAR ? packed : gunzip(archive, packed)) {
      new TarReader(archive, tar, bounds.headerBytes(), allowance)
          .read((path, length, content) -> entry(archive, folder, path, length, content, depth));
      // What follows the end of a tar ends in the checksum of all.
      new GuardedStream(tar, archive, allowance).transferTo(OutputStream.nullOutputStream());
    }
  }

  private static InputStream gunzip(String archive, InputStream packed) {
    try {
      return new GZIPInputStream(packed, BUFFER);
    } catch (IOException e) {
      throw GuardedStream.damaged(archive, e);
    }
  }

  private Allowance allowance(String archive, long size) {
    return new Allowance(
        bounds.slack() + bounds.ratio() * size,
        "%s: holds more than %d times its own size; no data set does, so it is refused"
            .formatted(archive, bounds.ratio()),
        bytes);
  }

  private void entry(
      String archive, String folder, String name, long size, InputStream content, int depth)
      throws IOException {
    entries.take(1);
    if (name.indexOf('\\') >= 0) {
      throw new BadDataException(
          "%s: holds '%s', with '\\' where '/' must be; unpack it and pack it anew"
              .formatted(archive, name));
    }
    String inside =
        EntryPath.normalized(name)
            .orElseThrow(() ->
                new BadDataException(
                    "%s: holds '%s', a path that leads out of its folder; it is refused"
                        .formatted(archive, name)));
    if (EntryPath.isHidden(inside)) {
      return;
    }
    String path = EntryPath.in(folder, inside);
    ArchiveKind kind = ArchiveKind.of(path).orElse(ArchiveKind.ZIP);
    if (kind != ArchiveKind.ZIP && depth < bounds.depth()) {
      tar(kind, archive + "!" + inside, EntryPath.folderOf(path), content, size, depth + 1);
    } else {
      file(archive, path, size, content);
    }
  }

  private void file(String archive, String path, long size, InputStream content)
      throws IOException {
    long before = seen.get(path);
    var crc = new CRC32C();
    var checked = new CheckedInputStream(content, crc);
    if (before == SeenPaths.UNSEEN) {
      visitor.visit(new SourceFile(path, size, checked));
    }
    checked.transferTo(OutputStream.nullOutputStream());
    long now = fingerprint(size, crc);
    if (before == SeenPaths.UNSEEN) {
      seen.put(path, now);
    } else if (now != (before == ON_DISK ? onDisk(path) : before)) {
      throw new BadDataException(
          "%s: %s in it differs from the file of the same path beside it; delete the wrong one"
              .formatted(archive, path));
    }
  }

  private long onDisk(String path) throws IOException {
    Path file = place.resolve(path);
    var crc = new CRC32C();
    try (var content = new CheckedInputStream(new DiskStream(file), crc)) {
      content.transferTo(OutputStream.nullOutputStream());
    }
    return fingerprint(Files.size(file), crc);
  }

  /** Neither that of a file on disk nor that of none. */
  private static long fingerprint(long size, CRC32C crc) {
    return (size << 32 | crc.getValue()) & Long.MAX_VALUE | 1L << 62;
  }

  private static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }
}
