package io.transferstudy.worker.weights;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;

/** An open safetensors file. */
final class SafetensorsFile implements StoredTensors {
  /** The limit of the format's own library. */
  private static final long LONGEST_HEADER = 100_000_000;

  private final FileChannel channel;
  private final long dataStart;
  private final Piece piece = new Piece();
  private final Map<String, SafetensorsHeader.Entry> entries = new LinkedHashMap<>();

  private SafetensorsFile(FileChannel channel) throws IOException {
    this.channel = channel;
    var prefix = fill(ByteBuffer.allocate(Long.BYTES), 0);
    long length = prefix.getLong();
    if (length < 2 || length > LONGEST_HEADER || length > channel.size() - Long.BYTES) {
      throw SafetensorsHeader.damaged(
          "its header should be %d bytes long and the file has %d"
              .formatted(length, channel.size()));
    }
    dataStart = Long.BYTES + length;
    var header = fill(ByteBuffer.allocate((int) length), Long.BYTES);
    SafetensorsHeader.entries(header.array(), channel.size() - dataStart)
        .forEach(entry -> entries.put(entry.name(), entry));
  }

  /**
   * Reads the header.
   *
   * @throws WeightsException if the file is damaged
   */
  static SafetensorsFile open(Path file) throws IOException {
    var channel = FileChannel.open(file, StandardOpenOption.READ);
    try {
      return new SafetensorsFile(channel);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  @Override
  public Map<String, long[]> shapes() {
    var shapes = new LinkedHashMap<String, long[]>();
    entries.forEach((name, entry) -> shapes.put(name, entry.shape()));
    return shapes;
  }

  @Override
  public void read(String name, FloatBuffer out) throws IOException {
    var entry = entries.get(name);
    if (entry == null) {
      throw new WeightsException("there is no tensor " + Shown.name(name));
    }
    NumberFormat.ToFloat format = entry.format().toFloat(name);
    for (long at = entry.begin(); at < entry.end(); ) {
      ByteBuffer next = fill(piece.of(entry.end() - at), dataStart + at);
      at += next.limit();
      format.convert(next, out);
    }
  }

  private ByteBuffer fill(ByteBuffer buffer, long from) throws IOException {
    buffer.order(ByteOrder.LITTLE_ENDIAN);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, from + buffer.position()) < 0) {
        throw SafetensorsHeader.damaged("it ends early");
      }
    }
    return buffer.flip();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
