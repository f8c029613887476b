package io.transferstudy.worker.weights;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The entries of a zip archive that PyTorch wrote, looked up by name and never unpacked to disk.
 * None is compressed but a program's, so that none is larger than the file; what is read is
 * compared with its checksum.
 */
final class ZipEntries implements Closeable {
  /** What torch.save writes when it is told to compute no checksums. */
  private static final long NO_CHECKSUM = 0;

  private final ZipFile zip;
  private final long fileLength;
  private final boolean mayBeCompressed;
  private final String writer;
  private final Map<String, ZipEntry> entries = new HashMap<>();
  private final Set<String> verified = new HashSet<>();
  private final ReadingBound bound;
  private final Piece piece = new Piece();

  private ZipEntries(ZipFile zip, long fileLength, boolean mayBeCompressed, String writer) {
    this.zip = zip;
    this.fileLength = fileLength;
    this.bound = new ReadingBound(fileLength);
    this.mayBeCompressed = mayBeCompressed;
    this.writer = writer;
    for (ZipEntry entry : Collections.list(zip.entries())) {
      if (entries.put(entry.getName(), entry) != null) {
        throw damaged("it has two entries " + Shown.name(entry.getName()));
      }
    }
  }

  /**
   * Opens an archive.
   *
   * @param mayBeCompressed whether entries may be
   * @param writer the function that writes such files, for messages
   * @throws WeightsException if two entries have one name
   */
  static ZipEntries open(Path file, boolean mayBeCompressed, String writer) throws IOException {
    var zip = new ZipFile(file.toFile(), StandardCharsets.UTF_8);
    try {
      return new ZipEntries(zip, Files.size(file), mayBeCompressed, writer);
    } catch (IOException | RuntimeException e) {
      zip.close();
      throw e;
    }
  }

  Set<String> names() {
    return Collections.unmodifiableSet(entries.keySet());
  }

  /** The length of an entry in bytes; -1 if there is none of that name. */
  long length(String name) {
    ZipEntry entry = entries.get(name);
    return entry == null ? -1 : entry.getSize();
  }

  long fileLength() {
    return fileLength;
  }

  /** Compares an entry's bytes with its checksum, once. */
  void verify(String name) throws IOException {
    if (!verified.contains(name)) {
      ZipEntry entry = entry(name);
      if (entry.getCrc() != NO_CHECKSUM) {
        var crc = new CRC32();
        long length = 0;
        try (InputStream in = stored(entry)) {
          byte[] chunk = piece.of(Long.MAX_VALUE).array();
          for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
            crc.update(chunk, 0, count);
            length += count;
            if (length > entry.getSize()) {
              throw damaged("its entry " + Shown.name(name) + " is longer than it says");
            }
          }
        }
        if (length < entry.getSize()) {
          throw new EOFException(Shown.name(name) + " ends early");
        }
        requireSame(entry, crc);
      }
      verified.add(name);
    }
  }

  /** An entry's first bytes, without a look at its checksum. */
  byte[] head(String name, int most) throws IOException {
    try (InputStream in = stored(entry(name))) {
      return in.readNBytes(most);
    }
  }

  /** A whole entry, which fits into an array. */
  byte[] bytes(String name) throws IOException {
    ZipEntry entry = entry(name);
    if (entry.getMethod() == ZipEntry.STORED) {
      requireItsLength(entry); // before so much memory is taken
    }
    var bytes = ByteBuffer.allocate(Math.toIntExact(entry.getSize()));
    read(name, 0, bytes.capacity(), bytes::put);
    return bytes.array();
  }

  /**
   * Reads a part of an entry. All of it is read once and compared with its checksum meanwhile.
   *
   * @param from first byte
   * @param length in bytes
   * @param sink takes little-endian pieces of whole numbers
   */
  void read(String name, long from, long length, Storages.Sink sink) throws IOException {
    ZipEntry entry = entry(name);
    bound.count(length);
    boolean first = from == 0 && length == entry.getSize() && !verified.contains(name);
    if (!first) {
      verify(name);
    }
    var crc = new CRC32();
    try (InputStream in = stored(entry)) {
      in.skipNBytes(from);
      for (long left = length; left > 0; ) {
        ByteBuffer next = piece.of(left);
        if (in.readNBytes(next.array(), 0, next.limit()) < next.limit()) {
          throw new EOFException(Shown.name(name) + " ends early");
        }
        if (first) {
          crc.update(next.array(), 0, next.limit());
        }
        left -= next.limit();
        sink.take(next);
      }
    }
    if (first) {
      if (entry.getCrc() != NO_CHECKSUM) {
        requireSame(entry, crc);
      }
      verified.add(name);
    }
  }

  private void requireSame(ZipEntry entry, CRC32 crc) {
    if (crc.getValue() != entry.getCrc()) {
      throw damaged("the checksum of its entry " + Shown.name(entry.getName()) + " is wrong");
    }
  }

  private ZipEntry entry(String name) {
    ZipEntry entry = entries.get(name);
    if (entry == null) {
      throw damaged("it has no entry " + Shown.name(name));
    }
    return entry;
  }

  private InputStream stored(ZipEntry entry) throws IOException {
    if (mayBeCompressed && entry.getMethod() == ZipEntry.DEFLATED) {
      return zip.getInputStream(entry); // whoever reads it minds the length that it announces
    }
    if (entry.getMethod() != ZipEntry.STORED) {
      throw damaged(
          "its entry %s is compressed, as %s never does"
              .formatted(Shown.name(entry.getName()), writer));
    }
    requireItsLength(entry);
    return zip.getInputStream(entry);
  }

  private void requireItsLength(ZipEntry entry) {
    if (entry.getSize() != entry.getCompressedSize() || entry.getSize() > fileLength) {
      throw damaged("its entry " + Shown.name(entry.getName()) + " has a wrong length");
    }
  }

  /** What is said of an archive that is not as it was written. */
  WeightsException damaged(String why) {
    return new WeightsException(
        "not a whole file of %s: %s; fetch it again".formatted(writer, why));
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}
