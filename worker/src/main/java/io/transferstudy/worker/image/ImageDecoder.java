package io.transferstudy.worker.image;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Reads JPEG, PNG, GIF and BMP files: JPEGs with libturbojpeg where it is found, else and all
 * others with the JDK's readers. Colour profiles and transparency are ignored, as Pillow's {@code
 * convert("RGB")} does; of 16 bits the upper 8 count. Images are turned upright as EXIF says, which
 * torchvision's ImageFolder does not do, but whoever took them wanted.
 */
public final class ImageDecoder {
  /** Ends of the names of files that are images. */
  private static final List<String> EXTENSIONS =
      List.of(".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".gif", ".bmp");

  /** Of images that are not read. They are found all the same, so that somebody is told of them. */
  private static final List<String> OTHERS =
      List.of(".webp", ".tif", ".tiff", ".heic", ".heif", ".avif", ".jxl", ".jp2");

  private ImageDecoder() {}

  /** Whether a file's name says that it is an image, be it in a format that is not read. */
  public static boolean isCalledImage(String name) {
    return endsLike(name, EXTENSIONS) || endsLike(name, OTHERS);
  }

  /** Whether a file's name says that it is an image. */
  public static boolean isImage(Path file) {
    return endsLike(file.getFileName().toString(), EXTENSIONS);
  }

  private static boolean endsLike(String name, List<String> extensions) {
    String small = name.toLowerCase(Locale.ROOT);
    return extensions.stream().anyMatch(small::endsWith);
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
   * @throws BadDataException if the file is missing, empty, damaged, too large or no image
   */
  public static Image decode(Path file) {
    return decode(bytes(file), file);
  }

  /**
   * @param encoded a file's content
   * @param file for messages
   */
  public static Image decode(byte[] encoded, Path file) {
    return decode(encoded, file, Chosen.JPEG);
  }

  /** With another JPEG decoder than the one in use. */
  static Image decode(byte[] encoded, Path file, JpegDecoder jpegs) {
    return open(encoded, file, jpegs).decode(Reduction.NONE).image();
  }

  /**
   * Reads a file and its header and decodes nothing yet.
   *
   * @throws BadDataException if the file is missing, empty, too large or no image
   */
  public static Picture open(Path file) {
    return open(bytes(file), file, Chosen.JPEG);
  }

  /**
   * @param encoded a file's content
   * @param file for messages
   */
  public static Picture open(byte[] encoded, Path file) {
    return open(encoded, file, Chosen.JPEG);
  }

  static Picture open(byte[] encoded, Path file, JpegDecoder jpegs) {
    return new EncodedPicture(encoded, ImageHeader.read(encoded, file), jpegs, file);
  }

  /**
   * The name of the JPEG decoder in use, {@code ImageIO} or that of libturbojpeg's file.
   *
   * @throws IllegalArgumentException if the environment names a file that is not the library
   */
  public static String jpegDecoder() {
    return JpegDecoders.of(System.getenv(JpegDecoders.VARIABLE)).name();
  }

  /** Looked for once, when the first image is decoded. */
  private static final class Chosen {
    static final JpegDecoder JPEG = JpegDecoders.of(System.getenv(JpegDecoders.VARIABLE));
  }
}
