package io.transferstudy.worker.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.transferstudy.study.grid.Recipe.Crop;
import io.transferstudy.study.grid.Resize;
import io.transferstudy.worker.SharedFiles;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReductionTest {
  private static final Path FILE = Path.of("cats/tom.jpg");

  @ParameterizedTest
  @CsvSource({
    "4000, 3000, 224, 224, QUARTER",
    "2688, 2688, 224, 224, QUARTER",
    "2687, 2688, 224, 224, HALF",
    "1344, 1344, 224, 224, HALF",
    "1343, 1344, 224, 224, NONE",
    "9000, 1000, 224, 224, NONE",
    "300, 200, 224, 149, NONE",
    "60000, 3000, 224, 11, QUARTER",
  })
  void three_pixels_are_left_for_each_of_the_target(
      int partWidth, int partHeight, int width, int height, Reduction expected) {
    assertThat(Reduction.of(Box.size(partWidth, partHeight), width, height)).isEqualTo(expected);
  }

  /** At the margin itself, on photos as sharp as they are: docs/reference/images.md says so. */
  @Test
  void the_error_is_as_stated() throws IOException {
    JpegDecoder turbo = Turbo.require();
    for (Reduction reduction : List.of(Reduction.HALF, Reduction.QUARTER)) {
      for (Filter filter : Filter.values()) {
        long[] counts = new long[256];
        for (Path photo : photos()) {
          count(photo, reduction, filter, turbo, counts);
        }
        long all = 0;
        double sum = 0;
        for (int i = 0; i < counts.length; i++) {
          all += counts[i];
          sum += (double) i * counts[i];
        }
        double within3 = (double) (counts[0] + counts[1] + counts[2] + counts[3]) / all;
        assertThat(sum / all).as("mean of %s, %s", reduction, filter).isLessThan(0.6);
        assertThat(within3).as("within 3 of %s, %s", reduction, filter).isGreaterThan(0.985);
      }
    }
  }

  private static void count(
      Path photo, Reduction reduction, Filter filter, JpegDecoder turbo, long[] counts) {
    Picture picture = ImageDecoder.open(ImageDecoder.bytes(photo), photo, turbo);
    int smaller = Reduction.MARGIN * reduction.factor();
    int width = picture.width() / smaller;
    int height = picture.height() / smaller;
    Box all = Box.size(picture.width(), picture.height());
    assertThat(Reduction.of(all, width, height)).isEqualTo(reduction);
    Box window = Box.size(width, height);
    Image full = picture.decode(Reduction.NONE).image();
    Image expected = Resampler.resize(full, all, width, height, window, filter);
    Image reduced = Resampler.resize(picture, all, width, height, window, filter);
    for (int i = 0; i < expected.rgb().length; i++) {
      counts[Math.abs((expected.rgb()[i] & 0xFF) - (reduced.rgb()[i] & 0xFF))]++;
    }
  }

  private static List<Path> photos() throws IOException {
    var photos = new ArrayList<Path>();
    for (String folder : List.of("data/caltech-101/101_ObjectCategories", "data/imagenet-sample")) {
      try (Stream<Path> files = Files.walk(SharedFiles.require(folder))) {
        List<Path> all = files.filter(ImageDecoder::isImage).sorted().toList();
        for (int i = 0; i < all.size(); i += 50) {
          photos.add(all.get(i));
        }
      }
    }
    return photos;
  }

  /** Where a part lies must not depend on the reduction: a slope shows half a pixel. */
  @Test
  void crops_and_turned_images_keep_their_place() throws IOException {
    JpegDecoder turbo = Turbo.require();
    byte[] jpeg = slope(701, 523);
    var crops = new Augmentation(new Crop.RandomResized(0.3), Flip.NONE, Resize.WHOLE);
    for (int orientation = 1; orientation <= 8; orientation++) {
      byte[] turned =
          OrientationTest.withMarker(jpeg, OrientationTest.tiff(orientation, ByteOrder.BIG_ENDIAN));
      Picture picture = ImageDecoder.open(turned, FILE, turbo);
      Picture full = Picture.of(picture.decode(Reduction.NONE).image());
      for (int seed = 0; seed < 20; seed++) {
        View reduced = crops.vary(picture, 16, new SplittableRandom(seed));
        View expected = crops.vary(full, 16, new SplittableRandom(seed));
        assertThat(worst(expected.square(), reduced.square()))
            .as("orientation %d, seed %d", orientation, seed)
            .isLessThanOrEqualTo(2);
      }
      assertThat(
              worst(
                  Evaluation.square(full, Resize.CENTRAL, 16),
                  Evaluation.square(picture, Resize.CENTRAL, 16)))
          .isLessThanOrEqualTo(2);
    }
  }

  /** Saved by the JDK: brighter to the right in red and downwards in green. */
  private static byte[] slope(int width, int height) throws IOException {
    var rgb = new byte[width * height * 3];
    for (int i = 0; i < width * height; i++) {
      rgb[3 * i] = (byte) (i % width * 255 / width);
      rgb[3 * i + 1] = (byte) (i / width * 255 / height);
      rgb[3 * i + 2] = 90;
    }
    Image image = new Image(width, height, rgb);
    return Pictures.encoded(Pictures.buffered(image, BufferedImage.TYPE_3BYTE_BGR), "jpg");
  }

  private static int worst(Image expected, Image actual) {
    int worst = 0;
    for (int i = 0; i < expected.rgb().length; i++) {
      worst = Math.max(worst, Math.abs((expected.rgb()[i] & 0xFF) - (actual.rgb()[i] & 0xFF)));
    }
    return worst;
  }
}
