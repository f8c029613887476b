package io.transferstudy.worker.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageDecoderTest {
  private static final Path FILE = Path.of("cats/tom.jpg");

  @TempDir Path folder;

  @Test
  void png_keeps_every_byte() throws IOException {
    Image image = Pictures.generated(13, 9);
    Image read = ImageDecoder.decode(Pictures.png(image), FILE);
    assertThat(read.width()).isEqualTo(13);
    assertThat(read.height()).isEqualTo(9);
    assertThat(read.rgb()).isEqualTo(image.rgb());
  }

  @Test
  void transparency_is_ignored() throws IOException {
    Image image = Pictures.generated(5, 4);
    BufferedImage clear = Pictures.buffered(image, BufferedImage.TYPE_INT_ARGB);
    for (int x = 0; x < 5; x++) {
      clear.setRGB(x, 0, clear.getRGB(x, 0) & 0x40FFFFFF);
    }
    assertThat(ImageDecoder.decode(Pictures.encoded(clear, "png"), FILE).rgb())
        .isEqualTo(image.rgb());
  }

  @Test
  void grey_values_are_those_of_the_file() throws IOException {
    var grey = new BufferedImage(16, 16, BufferedImage.TYPE_BYTE_GRAY);
    for (int i = 0; i < 256; i++) {
      grey.getRaster().setSample(i % 16, i / 16, 0, i);
    }
    byte[] rgb = ImageDecoder.decode(Pictures.encoded(grey, "png"), FILE).rgb();
    for (int i = 0; i < rgb.length; i++) {
      assertThat(rgb[i] & 0xFF).isEqualTo(i / 3);
    }
  }

  @Test
  void sixteen_bits_become_their_upper_eight() throws IOException {
    var deep = new BufferedImage(256, 1, BufferedImage.TYPE_USHORT_GRAY);
    for (int i = 0; i < 256; i++) {
      deep.getRaster().setSample(i, 0, 0, i << 8 | 0xC3);
    }
    byte[] rgb = ImageDecoder.decode(Pictures.encoded(deep, "png"), FILE).rgb();
    for (int i = 0; i < rgb.length; i++) {
      assertThat(rgb[i] & 0xFF).isEqualTo(i / 3);
    }
  }

  @ParameterizedTest
  @CsvSource({"png,13", "png,12", "gif,13", "bmp,5"})
  void palettes_and_other_layouts_are_read(String format, int type) throws IOException {
    // Black, white and red are in every palette.
    var image = new Image(3, 1, new byte[] {0, 0, 0, -1, -1, -1, -1, 0, 0});
    if (type == BufferedImage.TYPE_BYTE_BINARY) {
      image = new Image(2, 1, new byte[] {0, 0, 0, -1, -1, -1});
    }
    byte[] encoded = Pictures.encoded(Pictures.buffered(image, type), format);
    assertThat(ImageDecoder.decode(encoded, FILE).rgb()).isEqualTo(image.rgb());
  }

  @Test
  void jpegs_are_read_in_colour_and_grey() throws IOException {
    var flat = new byte[32 * 32 * 3];
    for (int i = 0; i < flat.length; i += 3) {
      flat[i] = (byte) 200;
      flat[i + 1] = 100;
      flat[i + 2] = 50;
    }
    Image image = new Image(32, 32, flat);
    byte[] color = Pictures.encoded(Pictures.buffered(image, BufferedImage.TYPE_3BYTE_BGR), "jpg");
    byte[] rgb = ImageDecoder.decode(color, FILE).rgb();
    for (int i = 0; i < rgb.length; i++) {
      assertThat(Math.abs((rgb[i] & 0xFF) - (flat[i] & 0xFF))).isLessThanOrEqualTo(2);
    }
    var grey = new BufferedImage(32, 32, BufferedImage.TYPE_BYTE_GRAY);
    Arrays.fill(
        ((java.awt.image.DataBufferByte) grey.getRaster().getDataBuffer()).getData(), (byte) 77);
    assertThat(ImageDecoder.decode(Pictures.encoded(grey, "jpg"), FILE).rgb())
        .containsOnly((byte) 77);
  }

  @ParameterizedTest
  @ValueSource(strings = {"jpg", "png", "gif", "bmp"})
  void a_truncated_file_is_named_wherever_it_is_cut(String format) throws IOException {
    int type =
        format.equals("gif") ? BufferedImage.TYPE_BYTE_INDEXED : BufferedImage.TYPE_3BYTE_BGR;
    byte[] whole = Pictures.encoded(Pictures.buffered(Pictures.generated(64, 48), type), format);
    ImageDecoder.decode(whole, FILE);
    for (int percent = 1; percent < 98; percent += 4) {
      byte[] cut = Arrays.copyOf(whole, whole.length * percent / 100);
      assertThatThrownBy(() -> ImageDecoder.decode(cut, FILE))
          .as("%s cut at %d %%", format, percent)
          .isInstanceOf(BadDataException.class)
          .hasMessageStartingWith(FILE + ": ");
    }
  }

  @Test
  void what_is_wrong_is_said() throws IOException {
    Path missing = folder.resolve("a.jpg");
    assertThatThrownBy(() -> ImageDecoder.decode(missing))
        .isInstanceOf(BadDataException.class)
        .hasMessage(missing + ": the file does not exist");
    Path empty = Files.createFile(folder.resolve("b.jpg"));
    assertThatThrownBy(() -> ImageDecoder.decode(empty))
        .isInstanceOf(BadDataException.class)
        .hasMessage(empty + ": the file is empty");
    Path text = Files.writeString(folder.resolve("c.jpg"), "not an image");
    assertThatThrownBy(() -> ImageDecoder.decode(text))
        .isInstanceOf(BadDataException.class)
        .hasMessage(text + ": not a JPEG, PNG, GIF or BMP image");
    Map<String, String> others =
        Map.of(
            "RIFF\u0010\0\0\0WEBPVP8 ", ", but WebP: convert it",
            "II*\0\b\0\0\0", ", but TIFF: convert it",
            "\0\0\0\u0018ftypheic\0\0\0\0", ", but HEIC: convert it",
            "\0\0\0\u0018ftypavif\0\0\0\0", ", but AVIF: convert it",
            "<?xml version='1.0'?>\n<svg/>", ", but SVG: convert it",
            "\n<!DOCTYPE html>", ", but a web page, perhaps of a download that was refused: fetch",
            "version https://git-lfs.github.com/spec/v1\n", ", but a Git LFS pointer");
    for (var other : others.entrySet()) {
      Files.writeString(text, other.getKey(), StandardCharsets.ISO_8859_1);
      assertThatThrownBy(() -> ImageDecoder.decode(text))
          .isInstanceOf(BadDataException.class)
          .hasMessageStartingWith(text + ": not a JPEG, PNG, GIF or BMP image" + other.getValue());
    }
    byte[] whole =
        Pictures.encoded(
            Pictures.buffered(Pictures.generated(64, 48), BufferedImage.TYPE_3BYTE_BGR), "jpg");
    Path cut = Files.write(folder.resolve("d.jpg"), Arrays.copyOf(whole, whole.length / 2));
    assertThatThrownBy(() -> ImageDecoder.decode(cut))
        .isInstanceOf(BadDataException.class)
        .hasMessage(
            cut
                + ": damaged or truncated image (Corrupt JPEG data: premature end of"
                + " data segment)");
  }

  @Test
  void names_say_which_files_are_images() {
    assertThat(ImageDecoder.isImage(Path.of("x/a.JPG"))).isTrue();
    assertThat(ImageDecoder.isImage(Path.of("a.jpeg"))).isTrue();
    assertThat(ImageDecoder.isImage(Path.of("tmp"))).isFalse();
    assertThat(ImageDecoder.isImage(Path.of("a.jpg.txt"))).isFalse();
  }
}
