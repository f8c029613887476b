package io.transferstudy.worker.image;

import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentSampleModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;

/**
 * The stored samples of a decoded image. {@link BufferedImage#getRGB} would apply colour profiles
 * and a gamma curve to grey images; networks were trained on the numbers in the file.
 */
final class Rasters {
  private Rasters() {}

  static Image rgb(BufferedImage decoded) {
    ColorModel colors = decoded.getColorModel();
    Raster raster = decoded.getRaster();
    byte[] rgb;
    if (colors instanceof IndexColorModel palette) {
      rgb = indexed(raster, palette);
    } else if (raster.getSampleModel() instanceof ComponentSampleModel samples
        && raster.getDataBuffer() instanceof DataBufferByte buffer
        && raster.getParent() == null) {
      rgb = bytes(raster, samples, buffer);
    } else {
      rgb = samples(raster);
    }
    return new Image(raster.getWidth(), raster.getHeight(), rgb);
  }

  /** The common case: bytes side by side, in any order of channels. */
  private static byte[] bytes(Raster raster, ComponentSampleModel samples, DataBufferByte buffer) {
    byte[] source = buffer.getData();
    int[] offsets = samples.getBandOffsets();
    boolean grey = offsets.length < Image.CHANNELS;
    int red = buffer.getOffset() + offsets[0];
    int green = buffer.getOffset() + offsets[grey ? 0 : 1];
    int blue = buffer.getOffset() + offsets[grey ? 0 : 2];
    var rgb = new byte[raster.getWidth() * raster.getHeight() * Image.CHANNELS];
    int at = 0;
    for (int y = 0; y < raster.getHeight(); y++) {
      int from = y * samples.getScanlineStride();
      for (int x = 0; x < raster.getWidth(); x++, from += samples.getPixelStride()) {
        rgb[at++] = source[from + red];
        rgb[at++] = source[from + green];
        rgb[at++] = source[from + blue];
      }
    }
    return rgb;
  }

  private static byte[] indexed(Raster raster, IndexColorModel palette) {
    var rgb = new byte[raster.getWidth() * raster.getHeight() * Image.CHANNELS];
    int at = 0;
    for (int y = 0; y < raster.getHeight(); y++) {
      for (int x = 0; x < raster.getWidth(); x++) {
        int index = raster.getSample(x, y, 0);
        rgb[at++] = (byte) palette.getRed(index);
        rgb[at++] = (byte) palette.getGreen(index);
        rgb[at++] = (byte) palette.getBlue(index);
      }
    }
    return rgb;
  }

  /** Any other: 16 bits become their upper 8, fewer than 8 are spread over the range. */
  private static byte[] samples(Raster raster) {
    boolean grey = raster.getNumBands() < Image.CHANNELS;
    int bits = raster.getSampleModel().getSampleSize(0);
    boolean wide = raster.getDataBuffer().getDataType() == DataBuffer.TYPE_USHORT && bits == 16;
    var rgb = new byte[raster.getWidth() * raster.getHeight() * Image.CHANNELS];
    int at = 0;
    for (int y = 0; y < raster.getHeight(); y++) {
      for (int x = 0; x < raster.getWidth(); x++) {
        for (int c = 0; c < Image.CHANNELS; c++) {
          int sample = raster.getSample(x, y, grey ? 0 : c);
          rgb[at++] = (byte) (wide ? sample >> 8 : sample * 255 / ((1 << bits) - 1));
        }
      }
    }
    return rgb;
  }
}
