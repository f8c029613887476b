package io.transferstudy.worker.image;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * The four functions of libturbojpeg that are used. They are those of its version 2, which version
 * 3 still has.
 */
final class TurboJpegLibrary {
  private static final List<String> NAMES =
      List.of("libturbojpeg.so.0", "libturbojpeg.so", "libturbojpeg.0.dylib", "libturbojpeg.dylib");

  /** Red, green and blue, or four inks. */
  static final int RGB = 0;

  static final int CMYK = 11;

  /** The exact inverse transform, and no more than 500 scans. */
  private static final int FLAGS = 4_096 | 32_768;

  private final String name;
  private final MethodHandle open;
  private final MethodHandle close;
  private final MethodHandle decompress;

  private TurboJpegLibrary(String name, SymbolLookup symbols) {
    this.name = name;
    this.open = function(symbols, "tjInitDecompress", FunctionDescriptor.of(ADDRESS));
    this.close = function(symbols, "tjDestroy", FunctionDescriptor.of(JAVA_INT, ADDRESS));
    // An unsigned long has 64 bits wherever the library has one of these names.
    this.decompress =
        function(
            symbols,
            "tjDecompress2",
            FunctionDescriptor.of(
                JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS, JAVA_INT, JAVA_INT, JAVA_INT,
                JAVA_INT, JAVA_INT));
  }

  private static MethodHandle function(
      SymbolLookup symbols, String name, FunctionDescriptor descriptor) {
    return Linker.nativeLinker().downcallHandle(symbols.findOrThrow(name), descriptor);
  }

  /** Where the system's loader finds it, if it does. */
  static Optional<TurboJpegLibrary> find() {
    for (String name : NAMES) {
      try {
        return Optional.of(
            new TurboJpegLibrary(name, SymbolLookup.libraryLookup(name, Arena.global())));
      } catch (IllegalArgumentException | NoSuchElementException e) {
        // not there, or something else of that name: the JDK's reader does as well
      }
    }
    return Optional.empty();
  }

  /**
   * The library in a file.
   *
   * @throws IllegalArgumentException if it cannot be loaded, or is another library
   */
  static TurboJpegLibrary at(Path file) {
    try {
      return new TurboJpegLibrary(
          file.toString(), SymbolLookup.libraryLookup(file, Arena.global()));
    } catch (NoSuchElementException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /** The name or path that it was found by. */
  String name() {
    return name;
  }

  /** A decompressor, for one thread at a time. */
  MemorySegment open() {
    try {
      var handle = (MemorySegment) open.invokeExact();
      if (handle.equals(MemorySegment.NULL)) {
        throw new OutOfMemoryError("libturbojpeg has no memory for a decompressor");
      }
      return handle;
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  void close(MemorySegment handle) {
    try {
      var _ = (int) close.invokeExact(handle);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /**
   * Decompresses to exactly this size, which is the image's or 1/2, 1/4 or 1/8 of it, rounded up.
   *
   * @return whether there was neither an error nor a warning
   */
  boolean decompress(
      MemorySegment handle,
      MemorySegment jpeg,
      long length,
      MemorySegment pixels,
      int width,
      int height,
      int format) {
    try {
      return 0
          == (int)
              decompress.invokeExact(handle, jpeg, length, pixels, width, 0, height, format, FLAGS);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  private static RuntimeException unexpected(Throwable e) {
    if (e instanceof Error error) {
      throw error;
    }
    return new IllegalStateException("libturbojpeg could not be called", e);
  }
}
