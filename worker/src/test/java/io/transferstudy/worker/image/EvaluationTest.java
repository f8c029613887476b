package io.transferstudy.worker.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.transferstudy.study.grid.Resize;
import io.transferstudy.worker.SharedFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EvaluationTest {

  @ParameterizedTest
  @CsvSource({
    // width, height, resize, size, then the rectangle of the resized image that is kept
    "300, 200, WHOLE, 100, 150, 100, 25, 0",
    "200, 301, WHOLE, 100, 100, 150, 0, 25",
    "203, 200, WHOLE, 200, 203, 200, 2, 0", // 1.5 rounds to even
    "201, 200, WHOLE, 200, 201, 200, 0, 0", // 0.5 rounds to even
    "300, 200, CENTRAL, 160, 273, 182, 56, 11",
  })
  void the_centre_is_kept(
      int width, int height, Resize resize, int size, int wide, int high, int x, int y) {
    Image image = Pictures.generated(width, height);
    Image whole = Resampler.resize(image, wide, high, Filter.BICUBIC);
    byte[] expected = new byte[size * size * 3];
    for (int row = 0; row < size; row++) {
      System.arraycopy(whole.rgb(), ((y + row) * wide + x) * 3, expected, row * size * 3, size * 3);
    }
    assertThat(Evaluation.square(Picture.of(image), resize, size).rgb()).isEqualTo(expected);
  }

  @Test
  void stretching_ignores_the_aspect_ratio() {
    Image image = Pictures.generated(30, 20);
    Image square = Evaluation.square(Picture.of(image), Resize.STRETCH, 12);
    assertThat(square.rgb()).isEqualTo(Resampler.resize(image, 12, 12, Filter.BICUBIC).rgb());
  }

  /** The reference's exact inputs, made by Pillow from the same JPEGs. */
  @ParameterizedTest
  @ValueSource(ints = {128, 160, 224})
  void jpegs_become_the_reference_inputs(int size) throws IOException {
    Path inputs = SharedFiles.require("reference/weights/inputs_" + size);
    Path sample = SharedFiles.require("data/imagenet-sample");
    List<String> synsets = Files.readAllLines(sample.resolve("synsets.txt"));
    List<Path> pngs;
    try (Stream<Path> files = Files.list(inputs)) {
      pngs = files.sorted().toList();
    }
    assertThat(pngs).hasSizeGreaterThanOrEqualTo(6);
    for (Path png : pngs) {
      String name = png.getFileName().toString();
      String synset = synsets.get(Integer.parseInt(name.substring(0, 4))).split("\\s")[0];
      Path jpeg;
      try (Stream<Path> files = Files.list(sample.resolve(synset))) {
        jpeg = files.findFirst().orElseThrow();
      }
      Image expected = ImageDecoder.decode(png);
      Image actual = Evaluation.square(ImageDecoder.open(jpeg), Resize.CENTRAL, size);
      assertThat(worst(expected, actual)).as("%s at %d", jpeg, size).isZero();
    }
  }

  private static int worst(Image expected, Image actual) {
    int worst = 0;
    for (int i = 0; i < expected.rgb().length; i++) {
      worst = Math.max(worst, Math.abs((expected.rgb()[i] & 0xFF) - (actual.rgb()[i] & 0xFF)));
    }
    return worst;
  }
}
