package io.transferstudy.worker.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Resizing gives Pillow's bytes. The answers were made with Pillow 13.0.0 from {@link
 * Pictures#generated}, by {@code Image.crop(part).resize(size, filter).tobytes()}.
 */
class PillowTest {
  static Stream<String> answers() throws IOException {
    try (var file = PillowTest.class.getResourceAsStream("pillow-resize.txt")) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8)
          .lines().filter(line -> !line.startsWith("#")).toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("answers")
  void resizing_gives_the_same_bytes(String line) {
    String[] fields = line.split(" \\| ");
    String[] source = fields[0].split(" ");
    String[] part = fields[1].split(" ");
    String[] target = fields[2].split(" ");
    Image image = Pictures.generated(Integer.parseInt(source[0]), Integer.parseInt(source[1]));
    var box =
        new Box(
            Integer.parseInt(part[0]),
            Integer.parseInt(part[1]),
            Integer.parseInt(part[2]),
            Integer.parseInt(part[3]));
    int width = Integer.parseInt(target[0]);
    int height = Integer.parseInt(target[1]);
    Filter filter = Filter.valueOf(target[2]);

    Image resized = Resampler.resize(image, box, width, height, Box.size(width, height), filter);

    assertThat(answer(resized, fields[3].startsWith("crc"))).isEqualTo(fields[3]);
  }

  @ParameterizedTest
  @MethodSource("answers")
  void a_window_is_a_part_of_the_whole(String line) {
    String[] target = line.split(" \\| ")[2].split(" ");
    int width = Integer.parseInt(target[0]);
    int height = Integer.parseInt(target[1]);
    Image image = Pictures.generated(61, 47);
    var window = new Box(width / 4, height / 3, width / 2, height / 2);
    Image whole = Resampler.resize(image, width, height, Filter.BICUBIC);

    Image part = Resampler.resize(image, Box.all(image), width, height, window, Filter.BICUBIC);

    Image cut =
        Resampler.resize(
            whole,
            window,
            window.width(),
            window.height(),
            Box.size(window.width(), window.height()),
            Filter.BICUBIC);
    assertThat(part.rgb()).isEqualTo(cut.rgb());
  }

  private static String answer(Image image, boolean checksum) {
    if (!checksum) {
      return HexFormat.of().formatHex(image.rgb());
    }
    var crc = new CRC32();
    crc.update(image.rgb());
    return "crc %08x".formatted(crc.getValue());
  }
}
