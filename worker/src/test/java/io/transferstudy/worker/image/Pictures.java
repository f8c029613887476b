package io.transferstudy.worker.image;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.ImageIO;

/** Generated images and their encoded forms. */
public final class Pictures {
  private Pictures() {}

  /** p(x, y, c) = (37 x + 101 y + 53 c + 7 x y + (x y c) % 11 * 19) mod 256. */
  public static Image generated(int width, int height) {
    var rgb = new byte[width * height * 3];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        for (int c = 0; c < 3; c++) {
          rgb[(y * width + x) * 3 + c] =
              (byte) (37 * x + 101 * y + 53 * c + 7 * x * y + (x * y * c) % 11 * 19);
        }
      }
    }
    return new Image(width, height, rgb);
  }

  /** The image as a Java image of that type. */
  public static BufferedImage buffered(Image image, int type) {
    var buffered = new BufferedImage(image.width(), image.height(), type);
    byte[] rgb = image.rgb();
    for (int i = 0; i < rgb.length / 3; i++) {
      int packed =
          0xFF000000
              | (rgb[3 * i] & 0xFF) << 16
              | (rgb[3 * i + 1] & 0xFF) << 8
              | rgb[3 * i + 2] & 0xFF;
      buffered.setRGB(i % image.width(), i / image.width(), packed);
    }
    return buffered;
  }

  /** A file's content. */
  public static byte[] encoded(BufferedImage image, String format) throws IOException {
    var bytes = new ByteArrayOutputStream();
    if (!ImageIO.write(image, format, bytes)) {
      throw new IOException("no writer for " + format);
    }
    return bytes.toByteArray();
  }

  /** A PNG file's content. */
  public static byte[] png(Image image) throws IOException {
    return encoded(buffered(image, BufferedImage.TYPE_3BYTE_BGR), "png");
  }
}
