package io.transferstudy.worker.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageHeaderTest {
  private static final Path FILE = Path.of("cats/tom");

  @ParameterizedTest
  @ValueSource(strings = {"jpg", "png", "gif", "bmp"})
  void sizes_are_known_before_anything_is_decoded(String format) throws IOException {
    ImageHeader header = ImageHeader.read(encoded(format), FILE);
    assertThat(header.width()).isEqualTo(64);
    assertThat(header.height()).isEqualTo(48);
  }

  @ParameterizedTest
  @ValueSource(strings = {"jpg", "png", "gif", "bmp"})
  void what_claims_to_be_huge_is_refused_before_memory_is_taken(String format) throws IOException {
    byte[] encoded = encoded(format);
    resize(encoded, format, 65_535, 65_535);
    assertThatThrownBy(() -> ImageDecoder.decode(encoded, FILE))
        .isInstanceOf(BadDataException.class)
        .hasMessage(
            FILE
                + ": 65535 x 65535 pixels are more than the 200 megapixels that are read;"
                + " shrink the image or leave it out");
    resize(encoded, format, 64, 0);
    assertThatThrownBy(() -> ImageDecoder.decode(encoded, FILE))
        .isInstanceOf(BadDataException.class)
        .hasMessage(FILE + ": damaged or truncated image (64 x 0 pixels)");
  }

  @Test
  void a_progressive_file_without_end_is_refused() throws IOException {
    byte[] jpeg = JpegDecoderTest.resource("progressive.jpg");
    int scans = ((JpegHeader) ImageHeader.read(jpeg, FILE)).scans();
    assertThat(scans).isEqualTo(10);
    int last = lastScan(jpeg);
    var repeated = new ByteArrayOutputStream();
    repeated.write(jpeg, 0, jpeg.length - 2);
    for (int i = scans; i <= JpegHeader.MAX_SCANS; i++) {
      repeated.write(jpeg, last, jpeg.length - 2 - last);
    }
    repeated.write(jpeg, jpeg.length - 2, 2);
    assertThatThrownBy(() -> ImageDecoder.decode(repeated.toByteArray(), FILE))
        .isInstanceOf(BadDataException.class)
        .hasMessage(
            FILE
                + ": more than the 500 scans that are read of a progressive JPEG; save it again, or"
                + " leave it out");
  }

  private static int lastScan(byte[] jpeg) {
    int at = jpeg.length - 2;
    while (jpeg[at] != (byte) 0xFF || jpeg[at + 1] != (byte) 0xDA) {
      at--;
    }
    return at;
  }

  private static byte[] encoded(String format) throws IOException {
    int type =
        format.equals("gif") ? BufferedImage.TYPE_BYTE_INDEXED : BufferedImage.TYPE_3BYTE_BGR;
    return Pictures.encoded(Pictures.buffered(Pictures.generated(64, 48), type), format);
  }

  private static void resize(byte[] encoded, String format, int width, int height) {
    ByteBuffer bytes = ByteBuffer.wrap(encoded);
    switch (format) {
      case "jpg" -> {
        int frame = 2;
        while (encoded[frame] != (byte) 0xFF || encoded[frame + 1] != (byte) 0xC0) {
          frame++;
        }
        bytes.putShort(frame + 5, (short) height).putShort(frame + 7, (short) width);
      }
      case "png" -> bytes.putInt(16, width).putInt(20, height);
      case "gif" -> {
        bytes.order(ByteOrder.LITTLE_ENDIAN);
        int frame = 13 + (3 << ((encoded[10] & 7) + 1));
        while (encoded[frame] != 0x2C) {
          frame++;
        }
        bytes.putShort(frame + 5, (short) width).putShort(frame + 7, (short) height);
      }
      case "bmp" -> bytes.order(ByteOrder.LITTLE_ENDIAN).putInt(18, width).putInt(22, height);
      default -> throw new IllegalArgumentException(format);
    }
  }
}
