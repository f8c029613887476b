package io.transferstudy.worker.image;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import javax.imageio.IIOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Reads JPEG, PNG, GIF and BMP files with the JDK's readers. Colour profiles and transparency are
 * ignored, as Pillow's {@code convert("RGB")} does.
 */
public final class ImageDecoder {
  /** Ends of the names of files that are images. */
  private static final List<String> EXTENSIONS = List.of(".jpg", ".jpeg", ".png", ".gif", ".bmp");

  private ImageDecoder() {}

  /** Whether a file's name says that it is an image. */
  public static boolean isImage(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return EXTENSIONS.stream().anyMatch(name::endsWith);
  }

  /**
   * The bytes of a file that must be there.
   *
   * @throws BadDataException if it is missing or empty
   * @throws UncheckedIOException if it cannot be read
   */
  public static byte[] bytes(Path file) {
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw BadDataException.in(file, "the file does not exist");
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be read: " + e.getMessage(), e);
    }
    if (bytes.length == 0) {
      throw BadDataException.in(file, "the file is empty");
    }
    return bytes;
  }

  /**
   * An image in full size.
   *
   * @throws BadDataException if the file is missing, empty, truncated or no image
   */
  public static Image decode(Path file) {
    return decode(bytes(file), file);
  }

  /**
   * @param encoded a file's content
   * @param file for messages
   */
  public static Image decode(byte[] encoded, Path file) {
    try (var input = new MemoryCacheImageInputStream(new ByteArrayInputStream(encoded))) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(input);
      if (!readers.hasNext()) {
        throw BadDataException.in(file, "not a JPEG, PNG, GIF or BMP image");
      }
      ImageReader reader = readers.next();
      try {
        return read(reader, input, file);
      } finally {
        reader.dispose();
      }
    } catch (IOException | RuntimeException e) {
      if (e instanceof BadDataException known) {
        throw known;
      }
      // The readers of the JDK answer damaged files with exceptions of many kinds.
      throw BadDataException.in(file, "damaged or truncated image (" + reason(e) + ")");
    }
  }

  private static Image read(ImageReader reader, ImageInputStream input, Path file)
      throws IOException {
    var warnings = new ArrayList<String>();
    reader.addIIOReadWarningListener((_, warning) -> warnings.add(warning));
    reader.setInput(input, true, true);
    BufferedImage decoded;
    try {
      decoded = reader.read(0);
    } catch (IIOException e) {
      if ("Unsupported Image Type".equals(e.getMessage())) {
        throw BadDataException.in(file, "CMYK colours are not supported; convert the file to RGB");
      }
      throw e;
    }
    // libjpeg fills what is missing with grey and goes on: its warning is the only sign.
    for (String warning : warnings) {
      if (warning.toLowerCase(Locale.ROOT).contains("premature end")) {
        throw BadDataException.in(file, "damaged or truncated image (" + warning + ")");
      }
    }
    return Rasters.rgb(decoded);
  }

  private static String reason(Exception e) {
    String message = e.getMessage();
    return message == null || message.isBlank() ? e.getClass().getSimpleName() : message;
  }
}
