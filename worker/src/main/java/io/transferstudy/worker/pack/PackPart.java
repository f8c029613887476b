package io.transferstudy.worker.pack;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * What an attempt has packed so far: {@code data.part}, and in {@code data.rows} a row for each
 * image in it. A row is written after its image, so that what the rows tell of is there, unless the
 * machine itself went down: checksums tell.
 */
final class PackPart {
  static final String DATA = "data.part";
  static final String ROWS = "data.rows";

  private PackPart() {}

  /** The rows of an attempt's folder, as far as they fit together. */
  static List<PackedImage> rows(Path folder) throws IOException {
    Path rows = folder.resolve(ROWS);
    Path data = folder.resolve(DATA);
    if (!Files.isRegularFile(rows) || !Files.isRegularFile(data)) {
      return List.of();
    }
    long size = Files.size(data);
    var found = new ArrayList<PackedImage>();
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(rows));
    long end = 0;
    while (bytes.remaining() >= PackedImage.BYTES) {
      PackedImage row = PackedImage.read(bytes);
      if (row.offset() != end || row.length() < 0 || end + row.length() > size) {
        break;
      }
      end += row.length();
      found.add(row);
    }
    return found;
  }

  /**
   * Copies the images of another attempt's part, as long as their checksums are right.
   *
   * @return how many were copied
   */
  static int copy(Path folder, List<PackedImage> rows, FileChannel to) throws IOException {
    try (var from = FileChannel.open(folder.resolve(DATA), StandardOpenOption.READ)) {
      for (int i = 0; i < rows.size(); i++) {
        PackedImage row = rows.get(i);
        ByteBuffer content = ByteBuffer.allocate(row.length());
        if (!filled(content, from, row.offset())
            || PackedImage.crc(content.flip()) != row.crc32c()) {
          return i;
        }
        content.rewind();
        while (content.hasRemaining()) {
          to.write(content);
        }
      }
      return rows.size();
    }
  }

  /** Fills the buffer from that place on; false if the file ends before, as another's may. */
  static boolean filled(ByteBuffer buffer, FileChannel from, long place) throws IOException {
    while (buffer.hasRemaining()) {
      if (from.read(buffer, place + buffer.position()) < 0) {
        return false;
      }
    }
    return true;
  }
}
