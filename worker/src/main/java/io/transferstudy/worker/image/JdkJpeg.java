package io.transferstudy.worker.image;

import java.awt.image.Raster;
import java.nio.file.Path;
import java.util.HexFormat;

/** The JDK's own JPEG reader, which is always there. */
record JdkJpeg() implements JpegDecoder {
  private static final int CMYK = 4;
  private static final int YCCK = 2;

  /** A JFIF marker of version 1.1 without a thumbnail. */
  private static final byte[] JFIF =
      HexFormat.of().parseHex("ffe000104a46494600010100000100010000");

  @Override
  public Picture.Decoded decode(byte[] encoded, JpegHeader header, Reduction reduction, Path file) {
    return new Picture.Decoded(full(encoded, header, file), Reduction.NONE);
  }

  @Override
  public boolean reduces() {
    return false;
  }

  private static Image full(byte[] encoded, JpegHeader header, Path file) {
    if (header.components() != CMYK) {
      return JdkReader.image("jpeg", withKnownColors(encoded, header), header, file);
    }
    Raster raster = JdkReader.raster("jpeg", encoded, header, file);
    int[] samples = raster.getPixels(0, 0, raster.getWidth(), raster.getHeight(), (int[]) null);
    var stored = new byte[samples.length];
    for (int i = 0; i < samples.length; i++) {
      stored[i] = (byte) samples[i];
    }
    if (header.adobeTransform() == YCCK) {
      Cmyk.fromYcck(stored);
    }
    return Cmyk.rgb(raster.getWidth(), raster.getHeight(), stored);
  }

  /**
   * Where nothing says what three components are, libjpeg and everybody who builds on it takes them
   * for luminance and chroma; the JDK would take some of them for red, green and blue.
   */
  private static byte[] withKnownColors(byte[] encoded, JpegHeader header) {
    if (header.components() != Image.CHANNELS || header.colorSaid()) {
      return encoded;
    }
    var marked = new byte[encoded.length + JFIF.length];
    System.arraycopy(encoded, 0, marked, 0, 2);
    System.arraycopy(JFIF, 0, marked, 2, JFIF.length);
    System.arraycopy(encoded, 2, marked, 2 + JFIF.length, encoded.length - 2);
    return marked;
  }

  @Override
  public String name() {
    return "ImageIO";
  }
}
