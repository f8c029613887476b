package io.transferstudy.worker.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Images are turned as Pillow 13.0.0's {@code ImageOps.exif_transpose} turns them. */
class OrientationTest {
  private static final Path FILE = Path.of("cats/tom.png");

  @ParameterizedTest
  @CsvSource({
    "0, 3, 123456",
    "1, 3, 123456",
    "2, 3, 321654",
    "3, 3, 654321",
    "4, 3, 456123",
    "5, 2, 142536",
    "6, 2, 415263",
    "7, 2, 635241",
    "8, 2, 362514",
    "9, 3, 123456"
  })
  void pngs_are_turned(int orientation, int width, String expected) throws IOException {
    byte[] png = Pictures.png(numbered());
    for (ByteOrder order : new ByteOrder[] {ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN}) {
      Image image = ImageDecoder.decode(withChunk(png, tiff(orientation, order)), FILE);
      assertThat(image.width()).isEqualTo(width);
      var shown = new StringBuilder();
      for (int i = 0; i < image.rgb().length; i += 3) {
        shown.append(image.rgb()[i]);
      }
      assertThat(shown).hasToString(expected);
    }
  }

  /** The same turns of what is decoded without EXIF data, which the cases above have checked. */
  @ParameterizedTest
  @CsvSource({"1", "2", "3", "4", "5", "6", "7", "8"})
  void jpegs_are_turned_in_either_decoder(int orientation) throws IOException {
    byte[] plain = JpegDecoderTest.resource("420.jpg");
    byte[] marked = withMarker(plain, tiff(orientation, ByteOrder.BIG_ENDIAN));
    Image stored = ImageDecoder.decode(plain, FILE, new JdkJpeg());
    Image expected = Orientation.of(orientation).turn(stored);
    assertThat(ImageDecoder.decode(marked, FILE, new JdkJpeg()).rgb()).isEqualTo(expected.rgb());
    Image turbo = ImageDecoder.decode(marked, FILE, Turbo.require());
    assertThat(turbo.width()).isEqualTo(orientation < 5 ? 45 : 37);
    assertThat(turbo.rgb())
        .isEqualTo(
            Orientation.of(orientation)
                .turn(ImageDecoder.decode(plain, FILE, Turbo.require()))
                .rgb());
  }

  @Test
  void damaged_exif_data_turn_nothing() throws IOException {
    byte[] plain = JpegDecoderTest.resource("420.jpg");
    byte[] expected = ImageDecoder.decode(plain, FILE, new JdkJpeg()).rgb();
    byte[] tiff = tiff(6, ByteOrder.BIG_ENDIAN);
    for (int length = 0; length < 18; length++) {
      byte[] cut = Arrays.copyOf(tiff, length);
      assertThat(ImageDecoder.decode(withMarker(plain, cut), FILE, new JdkJpeg()).rgb())
          .isEqualTo(expected);
    }
    ByteBuffer.wrap(tiff).putInt(4, -5); // where the directory is said to be
    assertThat(ImageDecoder.decode(withMarker(plain, tiff), FILE, new JdkJpeg()).rgb())
        .isEqualTo(expected);
  }

  private static Image numbered() {
    var rgb = new byte[6 * 3];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) (1 + i / 3);
    }
    return new Image(3, 2, rgb);
  }

  /** A directory of two entries, the second one the orientation. */
  static byte[] tiff(int orientation, ByteOrder order) {
    ByteBuffer tiff = ByteBuffer.allocate(38).order(order);
    tiff.putShort((short) (order == ByteOrder.LITTLE_ENDIAN ? 0x4949 : 0x4D4D));
    tiff.putShort((short) 42).putInt(8).putShort((short) 2);
    tiff.putShort((short) 0x0100).putShort((short) 4).putInt(1).putInt(3);
    tiff.putShort((short) 0x0112).putShort((short) 3).putInt(1).putShort((short) orientation);
    return tiff.array();
  }

  /** With an EXIF chunk behind the header. */
  private static byte[] withChunk(byte[] png, byte[] tiff) throws IOException {
    byte[] type = "eXIf".getBytes(StandardCharsets.US_ASCII);
    var crc = new CRC32();
    crc.update(type);
    crc.update(tiff);
    int header = 8 + 25;
    var out = new ByteArrayOutputStream();
    out.write(png, 0, header);
    out.write(ByteBuffer.allocate(4).putInt(tiff.length).array());
    out.write(type);
    out.write(tiff);
    out.write(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
    out.write(png, header, png.length - header);
    return out.toByteArray();
  }

  /** With an EXIF marker in front of all others. */
  static byte[] withMarker(byte[] jpeg, byte[] tiff) throws IOException {
    var out = new ByteArrayOutputStream();
    out.write(jpeg, 0, 2);
    out.write(
        ByteBuffer.allocate(10)
            .putShort((short) 0xFFE1)
            .putShort((short) (8 + tiff.length))
            .put("Exif\0\0".getBytes(StandardCharsets.US_ASCII))
            .array());
    out.write(tiff);
    out.write(jpeg, 2, jpeg.length - 2);
    return out.toByteArray();
  }
}
