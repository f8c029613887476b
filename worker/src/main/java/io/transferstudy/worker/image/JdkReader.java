package io.transferstudy.worker.image;

import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** The JDK's readers, and their many ways to say that a file is damaged, as one. */
final class JdkReader {
  private JdkReader() {}

  /** What to take from a reader. */
  @FunctionalInterface
  private interface Reading<T> {
    T from(ImageReader reader) throws IOException;
  }

  /**
   * An image's pixels without colour profile and transparency, not turned upright.
   *
   * @param format the JDK's name of it
   */
  static Image image(String format, byte[] encoded, ImageHeader header, Path file) {
    return read(format, encoded, header, file, reader -> Rasters.rgb(reader.read(0)));
  }

  /** The samples as they are stored, in whatever colours. */
  static Raster raster(String format, byte[] encoded, ImageHeader header, Path file) {
    return read(format, encoded, header, file, reader -> reader.readRaster(0, null));
  }

  private static <T> T read(
      String format, byte[] encoded, ImageHeader header, Path file, Reading<T> reading) {
    Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(format);
    ImageReader reader = readers.next();
    try (var input = new MemoryCacheImageInputStream(new ByteArrayInputStream(encoded))) {
      var warnings = new ArrayList<String>();
      reader.addIIOReadWarningListener((_, warning) -> warnings.add(warning));
      reader.setInput(input, true, true);
      if (reader.getWidth(0) != header.width() || reader.getHeight(0) != header.height()) {
        throw BadDataException.in(file, "damaged or truncated image (its sizes contradict)");
      }
      T pixels = reading.from(reader);
      // libjpeg fills what is missing with grey and goes on: its warning is the only sign.
      for (String warning : warnings) {
        if (warning.toLowerCase(Locale.ROOT).contains("premature end")) {
          throw BadDataException.in(file, "damaged or truncated image (" + warning + ")");
        }
      }
      return pixels;
    } catch (BadDataException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw BadDataException.in(file, "damaged or truncated image (" + reason(e) + ")");
    } finally {
      reader.dispose();
    }
  }

  private static String reason(Exception e) {
    String message = e.getMessage();
    return message == null || message.isBlank() ? e.getClass().getSimpleName() : message;
  }
}
