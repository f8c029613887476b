package io.transferstudy.worker.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.transferstudy.worker.SharedFiles;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Both decoders give Pillow's pixels. The files in {@code jpeg/} were drawn by formula and saved
 * with Pillow 13.0.0, {@code ycck.jpg} with libturbojpeg 2.1.5; each PNG is what Pillow's {@code
 * convert("RGB")} makes of its JPEG.
 */
class JpegDecoderTest {
  private static final Path FILE = Path.of("cats/tom.jpg");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "444",
        "422",
        "420",
        "progressive",
        "grey",
        "restarts",
        "unmarked",
        "cmyk",
        "ycck"
      })
  void the_jdk_gives_the_pixels_of_pillow(String name) throws IOException {
    assertThat(worst(expected(name), ImageDecoder.decode(jpeg(name), FILE, new JdkJpeg())))
        .isLessThanOrEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "444",
        "422",
        "420",
        "progressive",
        "grey",
        "restarts",
        "unmarked",
        "cmyk",
        "ycck"
      })
  void libturbojpeg_gives_the_pixels_of_pillow(String name) throws IOException {
    assertThat(worst(expected(name), ImageDecoder.decode(jpeg(name), FILE, Turbo.require())))
        .isLessThanOrEqualTo(2);
  }

  @Test
  void photos_have_the_same_pixels_in_both() throws IOException {
    JpegDecoder turbo = Turbo.require();
    var photos = new ArrayList<Path>();
    for (String folder : List.of("data/caltech-101/101_ObjectCategories", "data/imagenet-sample")) {
      try (Stream<Path> files = Files.walk(SharedFiles.require(folder))) {
        List<Path> all = files.filter(ImageDecoder::isImage).sorted().toList();
        for (int i = 0; i < all.size(); i += 37) {
          photos.add(all.get(i));
        }
      }
    }
    assertThat(photos).hasSizeGreaterThan(100);
    for (Path photo : photos) {
      byte[] encoded = ImageDecoder.bytes(photo);
      assertThat(
              worst(
                  ImageDecoder.decode(encoded, photo, new JdkJpeg()),
                  ImageDecoder.decode(encoded, photo, turbo)))
          .as("%s", photo)
          .isLessThanOrEqualTo(2);
    }
  }

  /** Whether the verdict is that of the JDK, word for word, wherever a file is cut. */
  @Test
  void damaged_files_are_refused_in_the_same_words() throws IOException {
    JpegDecoder turbo = Turbo.require();
    byte[] whole =
        Pictures.encoded(
            Pictures.buffered(Pictures.generated(64, 48), BufferedImage.TYPE_3BYTE_BGR), "jpg");
    for (int percent = 1; percent < 98; percent += 4) {
      byte[] cut = Arrays.copyOf(whole, whole.length * percent / 100);
      String said = message(cut, new JdkJpeg());
      assertThat(message(cut, turbo)).isEqualTo(said).startsWith(FILE + ": damaged or truncated");
    }
  }

  private static String message(byte[] encoded, JpegDecoder decoder) {
    try {
      ImageDecoder.decode(encoded, FILE, decoder);
      return "no failure";
    } catch (BadDataException e) {
      return e.getMessage();
    }
  }

  @Test
  void many_threads_use_the_library_at_once() throws Exception {
    JpegDecoder turbo = Turbo.require();
    List<String> names = List.of("444", "420", "progressive", "cmyk");
    Callable<Integer> all =
        () -> {
          int max = 0;
          for (String name : names) {
            Image image = ImageDecoder.decode(jpeg(name), FILE, turbo);
            max = Math.max(max, worst(expected(name), image));
          }
          return max;
        };
    try (var threads = Executors.newFixedThreadPool(7)) {
      for (Future<Integer> worst : threads.invokeAll(Collections.nCopies(40, all))) {
        assertThat(worst.get()).isLessThanOrEqualTo(2);
      }
    }
  }

  @Test
  void a_wrong_library_is_named() {
    assertThat(JpegDecoders.of("off").name()).isEqualTo("ImageIO");
    assertThatThrownBy(() -> JpegDecoders.of("/nowhere/libturbojpeg.so.0"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("TRANSFER_STUDY_TURBOJPEG=/nowhere/libturbojpeg.so.0: ")
        .hasMessageEndingWith("; name the library's file, or 'off'");
  }

  private static byte[] jpeg(String name) throws IOException {
    return resource(name + ".jpg");
  }

  private static Image expected(String name) throws IOException {
    return ImageDecoder.decode(resource(name + ".png"), Path.of(name + ".png"));
  }

  static byte[] resource(String name) throws IOException {
    try (var file = JpegDecoderTest.class.getResourceAsStream("jpeg/" + name)) {
      return file.readAllBytes();
    }
  }

  private static int worst(Image expected, Image actual) {
    assertThat(actual.width()).isEqualTo(expected.width());
    assertThat(actual.height()).isEqualTo(expected.height());
    int worst = 0;
    for (int i = 0; i < expected.rgb().length; i++) {
      worst = Math.max(worst, Math.abs((expected.rgb()[i] & 0xFF) - (actual.rgb()[i] & 0xFF)));
    }
    return worst;
  }
}
