package io.transferstudy.worker.pack;

import io.transferstudy.worker.dataset.Parts;
import io.transferstudy.worker.dataset.Pixels;
import io.transferstudy.worker.image.BadDataException;
import io.transferstudy.worker.image.Image;
import io.transferstudy.worker.image.ImageDecoder;
import io.transferstudy.worker.image.Picture;
import io.transferstudy.worker.image.Reduction;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/** A packed data set, memory-mapped. Its rows and index are checked when it is opened. */
public final class Pack {
  private static final long SLICE = 1L << 28;

  private final Path file;
  private final MemorySegment bytes;
  private final PackTail tail;

  private Pack(Path file, MemorySegment bytes, PackTail tail) {
    this.file = file;
    this.bytes = bytes;
    this.tail = tail;
  }

  /**
   * Opens a pack and reads its classes, labels and splits. Its images are read when they are asked
   * for; the file may be deleted meanwhile, but not changed.
   *
   * @throws BadDataException if the file is missing, cut or damaged
   * @throws UncheckedIOException if it cannot be read
   */
  public static Parts open(Path file) {
    try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long size = channel.size();
      // Unmapped when the last image that refers to it is gone.
      MemorySegment bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, size, Arena.ofAuto());
      PackTail tail =
          size < PackTail.BYTES
              ? null
              : PackTail.read(
                  bytes.asSlice(size - PackTail.BYTES, PackTail.BYTES).asByteBuffer(), size);
      if (tail == null) {
        throw damaged(file, "its end is missing");
      }
      return new Pack(file, bytes, tail).parts();
    } catch (NoSuchFileException e) {
      throw damaged(file, "the file does not exist");
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  private Parts parts() {
    if (crc(tail.rows(), tail.index() + tail.indexLength()) != tail.crc32c()) {
      throw damaged(file, "the checksum of its index is wrong");
    }
    byte[] index = bytes.asSlice(tail.index(), tail.indexLength()).toArray(ValueLayout.JAVA_BYTE);
    try (var in = new DataInputStream(new ByteArrayInputStream(index))) {
      return PackIndex.read(in, this::pixels);
    } catch (IOException e) {
      throw damaged(file, "its index cannot be read: " + e.getMessage());
    }
  }

  private int crc(long from, long to) {
    var crc = new CRC32C();
    for (long at = from; at < to; at += SLICE) {
      crc.update(bytes.asSlice(at, Math.min(SLICE, to - at)).asByteBuffer());
    }
    return (int) crc.getValue();
  }

  private Pixels pixels(int image) {
    if (image < 0 || image >= tail.images()) {
      throw damaged(file, "it has no image " + image);
    }
    return new Packed(this, image);
  }

  private PackedImage row(int image) {
    long at = tail.rows() + (long) image * PackedImage.BYTES;
    PackedImage row = PackedImage.read(bytes.asSlice(at, PackedImage.BYTES).asByteBuffer());
    if (!row.liesWithin(tail.rows())) {
      throw damaged(file, "image " + image + " lies outside of it");
    }
    if (row.raw() && !row.hasItsPixels()) {
      throw damaged(file, "image " + image + " has another number of pixels than bytes");
    }
    return row;
  }

  private byte[] content(int image, PackedImage row) {
    byte[] content = bytes.asSlice(row.offset(), row.length()).toArray(ValueLayout.JAVA_BYTE);
    if (PackedImage.crc(ByteBuffer.wrap(content)) != row.crc32c()) {
      throw damaged(file, "the checksum of image " + image + " is wrong");
    }
    return content;
  }

  private static BadDataException damaged(Path file, String what) {
    return BadDataException.in(
        file, "damaged pack: " + what + "; delete its folder, so that it is prepared again");
  }

  /** An image of a pack, by its number. */
  private record Packed(Pack pack, int number) implements Pixels {
    @Override
    public Image image() {
      return picture().decode(Reduction.NONE).image();
    }

    @Override
    public Picture picture() {
      PackedImage row = pack.row(number);
      byte[] content = pack.content(number, row);
      return row.raw()
          ? Picture.of(new Image(row.width(), row.height(), content))
          : ImageDecoder.open(content, pack.file.resolve(Integer.toString(number)));
    }

    @Override
    public byte[] content() {
      return pack.content(number, pack.row(number));
    }

    @Override
    public byte[] sha256() {
      return pack.row(number).sha256();
    }
  }
}
