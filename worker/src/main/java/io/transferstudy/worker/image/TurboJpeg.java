package io.transferstudy.worker.image;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.ref.Cleaner;
import java.nio.file.Path;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * libturbojpeg, where it is found: the same pixels several times as fast. What it does not decode
 * without a warning goes to the JDK's reader, whose verdict holds: a file is damaged, and is said
 * to be so in the same words, whichever of them is in use.
 */
final class TurboJpeg implements JpegDecoder {
  private static final int INKS = 4;

  /** Memory that is kept for the next image, of each kind and for each thread, in bytes. */
  private static final long KEPT = 16 << 20;

  private static final Cleaner CLEANER = Cleaner.create();

  private final TurboJpegLibrary library;
  private final JpegDecoder otherwise = new JdkJpeg();

  /** Those that no thread uses: as many as there were threads at once. */
  private final ConcurrentLinkedQueue<Decompressor> free = new ConcurrentLinkedQueue<>();

  TurboJpeg(TurboJpegLibrary library) {
    this.library = library;
  }

  @Override
  public Picture.Decoded decode(byte[] encoded, JpegHeader header, Reduction reduction, Path file) {
    boolean inks = header.components() == INKS;
    int width = reduction.of(header.width());
    int height = reduction.of(header.height());
    var pixels = new byte[width * height * (inks ? INKS : Image.CHANNELS)];
    if (!decompress(encoded, pixels, width, height, inks)) {
      return otherwise.decode(encoded, header, reduction, file);
    }
    Image image = inks ? Cmyk.rgb(width, height, pixels) : new Image(width, height, pixels);
    return new Picture.Decoded(image, reduction);
  }

  @Override
  public boolean reduces() {
    return true;
  }

  private boolean decompress(byte[] jpeg, byte[] pixels, int width, int height, boolean inks) {
    Decompressor known = free.poll();
    Decompressor decompressor = known == null ? new Decompressor(library) : known;
    try (var arena = Arena.ofConfined()) {
      MemorySegment from = decompressor.input.atLeast(jpeg.length, arena);
      MemorySegment to = decompressor.output.atLeast(pixels.length, arena);
      MemorySegment.copy(jpeg, 0, from, ValueLayout.JAVA_BYTE, 0, jpeg.length);
      boolean clean =
          library.decompress(
              decompressor.handle,
              from,
              jpeg.length,
              to,
              width,
              height,
              inks ? TurboJpegLibrary.CMYK : TurboJpegLibrary.RGB);
      if (clean) {
        MemorySegment.copy(to, ValueLayout.JAVA_BYTE, 0, pixels, 0, pixels.length);
      }
      return clean;
    } finally {
      free.add(decompressor);
    }
  }

  @Override
  public String name() {
    return library.name();
  }

  /** A handle of the library with memory beside it; the handle is closed when nobody has it. */
  private static final class Decompressor {
    private final MemorySegment handle;
    private final Scratch input = new Scratch();
    private final Scratch output = new Scratch();

    Decompressor(TurboJpegLibrary library) {
      MemorySegment opened = library.open();
      this.handle = opened;
      CLEANER.register(this, () -> library.close(opened));
    }
  }

  /** Native memory that is used again. */
  private static final class Scratch {
    private MemorySegment memory = MemorySegment.NULL;

    /**
     * @param once where memory comes from that is too much to be kept
     */
    MemorySegment atLeast(long bytes, Arena once) {
      if (bytes > KEPT) {
        return once.allocate(bytes);
      }
      if (memory.byteSize() < bytes) {
        memory = Arena.ofAuto().allocate(Math.min(KEPT, Math.max(bytes, 2 * memory.byteSize())));
      }
      return memory;
    }
  }
}
