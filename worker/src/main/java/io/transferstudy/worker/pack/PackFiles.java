package io.transferstudy.worker.pack;

import io.transferstudy.worker.dataset.Parts;
import io.transferstudy.worker.dataset.Pixels;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.zip.CRC32C;
import java.util.zip.CheckedOutputStream;

/** The two files of a part, open for writing; at last one, the pack. */
final class PackFiles implements AutoCloseable {
  private static final int BUFFER = 1 << 16;

  private final Path folder;
  private final FileChannel data;
  private final FileChannel rows;
  private long end;
  private int count;

  private PackFiles(Path folder) throws IOException {
    this.folder = folder;
    this.data = channel(folder.resolve(PackPart.DATA));
    this.rows = channel(folder.resolve(PackPart.ROWS));
  }

  /**
   * Begins a part with the images of another.
   *
   * @param taken of {@code from}; those behind one with a wrong checksum are left out
   */
  static PackFiles with(Path folder, Path from, List<PackedImage> taken) throws IOException {
    var files = new PackFiles(folder);
    boolean done = false;
    try {
      int copied = taken.isEmpty() ? 0 : PackPart.copy(from, taken, files.data);
      for (PackedImage row : taken.subList(0, copied)) {
        files.tell(row);
      }
      files.data.truncate(files.end);
      done = true;
      return files;
    } finally {
      if (!done) {
        files.close();
      }
    }
  }

  private static FileChannel channel(Path file) throws IOException {
    return FileChannel.open(
        file,
        StandardOpenOption.CREATE,
        StandardOpenOption.TRUNCATE_EXISTING,
        StandardOpenOption.READ,
        StandardOpenOption.WRITE);
  }

  /** How many images are in it. */
  int count() {
    return count;
  }

  /** Keeps only the first so many images. */
  void keep(List<PackedImage> first) throws IOException {
    count = first.size();
    end = first.isEmpty() ? 0 : first.getLast().offset() + first.getLast().length();
    rows.truncate((long) count * PackedImage.BYTES);
    rows.position(rows.size());
    data.truncate(end);
    data.position(end);
  }

  /** Adds an image. */
  void append(Inspected image) throws IOException {
    write(data, ByteBuffer.wrap(image.content()));
    tell(image.row(end));
  }

  private void tell(PackedImage row) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(PackedImage.BYTES);
    row.write(bytes);
    write(rows, bytes.flip());
    end += row.length();
    count++;
  }

  private static void write(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /** The bytes of the image of that number. */
  byte[] content(int number) throws IOException {
    ByteBuffer row = filled(PackedImage.BYTES, rows, (long) number * PackedImage.BYTES);
    PackedImage image = PackedImage.read(row.flip());
    return filled(image.length(), data, image.offset()).array();
  }

  /** SHA-256 of the image of that number. */
  byte[] sha256(int number) throws IOException {
    ByteBuffer row = filled(PackedImage.BYTES, rows, (long) number * PackedImage.BYTES);
    return PackedImage.read(row.flip()).sha256();
  }

  private static ByteBuffer filled(int bytes, FileChannel from, long place) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(bytes);
    if (!PackPart.filled(buffer, from, place)) {
      throw new EOFException("the part ends early");
    }
    return buffer;
  }

  /** Completes the pack and gives it its place. */
  void finish(Parts parts, ToIntFunction<Pixels> image, Path place) throws IOException {
    data.position(end);
    var crc = new CRC32C();
    var out =
        new DataOutputStream(
            new CheckedOutputStream(
                new BufferedOutputStream(Channels.newOutputStream(data), BUFFER), crc));
    rows.position(0);
    var block = ByteBuffer.allocate(BUFFER);
    while (rows.read(block.clear()) > 0) {
      out.write(block.array(), 0, block.position());
    }
    long index = end + (long) count * PackedImage.BYTES;
    PackIndex.write(parts, image, out);
    out.flush();
    long length = data.position() - index;
    write(data, new PackTail(end, count, index, length, (int) crc.getValue()).bytes().rewind());
    data.force(true);
    Files.move(folder.resolve(PackPart.DATA), place, StandardCopyOption.ATOMIC_MOVE);
    Files.delete(folder.resolve(PackPart.ROWS));
  }

  @Override
  public void close() throws IOException {
    try {
      data.close();
    } finally {
      rows.close();
    }
  }
}
