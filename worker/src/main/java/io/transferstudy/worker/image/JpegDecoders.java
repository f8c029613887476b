package io.transferstudy.worker.image;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which of the JPEG decoders is in use. */
final class JpegDecoders {
  /**
   * {@code off}, or the file of libturbojpeg; where it is not set, the system's loader is asked for
   * the library by its usual names.
   */
  static final String VARIABLE = "TRANSFER_STUDY_TURBOJPEG";

  private static final String OFF = "off";

  private JpegDecoders() {}

  /**
   * @param variable the value of {@link #VARIABLE}
   * @throws IllegalArgumentException if it names a file that is not the library
   */
  static JpegDecoder of(@Nullable String variable) {
    if (variable == null || variable.isBlank()) {
      Optional<TurboJpegLibrary> found = TurboJpegLibrary.find();
      return found.isPresent() ? new TurboJpeg(found.get()) : new JdkJpeg();
    }
    if (variable.equals(OFF)) {
      return new JdkJpeg();
    }
    try {
      return new TurboJpeg(TurboJpegLibrary.at(Path.of(variable)));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "%s=%s: no libturbojpeg can be loaded from there (%s); name the library's file, or '%s'"
              .formatted(VARIABLE, variable, e.getMessage(), OFF),
          e);
    }
  }
}
