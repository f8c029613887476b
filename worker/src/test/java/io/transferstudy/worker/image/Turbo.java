package io.transferstudy.worker.image;

import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/** libturbojpeg, for the tests that need it. */
final class Turbo {
  private static final Optional<JpegDecoder> FOUND = TurboJpegLibrary.find().map(TurboJpeg::new);

  private Turbo() {}

  /** Skips the calling test where the library is not installed. */
  static JpegDecoder require() {
    Assumptions.assumeTrue(
        FOUND.isPresent(), "skipped: no libturbojpeg (Debian's package libturbojpeg0)");
    return FOUND.orElseThrow();
  }
}
