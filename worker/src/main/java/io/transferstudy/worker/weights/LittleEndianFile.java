package io.transferstudy.worker.weights;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Function;

/** An open file of numbers, little-endian, of which any part can be read. */
final class LittleEndianFile implements Closeable {
  private final FileChannel channel;
  private final long length;
  private final Function<String, WeightsException> damaged;
  private final Piece piece = new Piece();

  private LittleEndianFile(FileChannel channel, Function<String, WeightsException> damaged)
      throws IOException {
    this.channel = channel;
    this.length = channel.size();
    this.damaged = damaged;
  }

  /**
   * Opens a file.
   *
   * @param damaged says of a file of this format what is wrong with it
   */
  static LittleEndianFile open(Path file, Function<String, WeightsException> damaged)
      throws IOException {
    return new LittleEndianFile(FileChannel.open(file, StandardOpenOption.READ), damaged);
  }

  /** In bytes. */
  long length() {
    return length;
  }

  /**
   * A part of it.
   *
   * @param from first byte
   * @throws WeightsException if the file ends before the part does
   */
  ByteBuffer bytes(long from, int count) throws IOException {
    return fill(ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN), from);
  }

  /**
   * Reads a part of any length.
   *
   * @param from first byte
   * @param count of bytes, whole numbers
   * @param sink takes the pieces in their order
   * @throws WeightsException if the file ends before the part does; some of it may have been taken
   */
  void read(long from, long count, Storages.Sink sink) throws IOException {
    for (long done = 0; done < count; ) {
      ByteBuffer next = fill(piece.of(count - done), from + done);
      done += next.limit();
      sink.take(next);
    }
  }

  private ByteBuffer fill(ByteBuffer buffer, long from) throws IOException {
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, from + buffer.position()) < 0) {
        throw damaged.apply("it ends early");
      }
    }
    return buffer.flip();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
