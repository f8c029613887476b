package io.transferstudy.worker.dataset;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.zip.Deflater;
import us.hebi.matlab.mat.format.Mat5;
import us.hebi.matlab.mat.types.Array;
import us.hebi.matlab.mat.types.Cell;
import us.hebi.matlab.mat.types.MatFile;
import us.hebi.matlab.mat.types.MatlabType;
import us.hebi.matlab.mat.types.Matrix;
import us.hebi.matlab.mat.types.Sinks;
import us.hebi.matlab.mat.types.Struct;

/** MATLAB files as the data sets have them, by a writer that is not ours. */
public final class GeneratedTables {
  private GeneratedTables() {}

  /** A row of whole numbers. */
  static Array row(MatlabType type, int... values) {
    Matrix row = Mat5.newMatrix(1, values.length, type);
    for (int i = 0; i < values.length; i++) {
      row.setInt(i, values[i]);
    }
    return row;
  }

  /** Cells of texts. */
  static Array cells(List<String> texts) {
    Cell cells = Mat5.newCell(1, texts.size());
    for (int i = 0; i < texts.size(); i++) {
      cells.set(i, Mat5.newString(texts.get(i)));
    }
    return cells;
  }

  /** Stanford Cars' structures: boxes, labels from 1, names of files. */
  static Array cars(List<String> files, int... labels) {
    Struct cars = Mat5.newStruct(1, files.size());
    for (int i = 0; i < files.size(); i++) {
      for (String side : List.of("bbox_x1", "bbox_y1", "bbox_x2", "bbox_y2")) {
        cars.set(side, i, row(MatlabType.UInt16, 300 + i));
      }
      cars.set("class", i, row(MatlabType.UInt8, labels[i]));
      cars.set("fname", i, Mat5.newString(files.get(i)));
    }
    return cars;
  }

  /** Some of everything, packed as MATLAB does. */
  public static byte[] sample() {
    return written(sampleFile(), Deflater.BEST_SPEED);
  }

  /** The same, not packed. */
  public static byte[] unpackedSample() {
    return written(sampleFile(), Deflater.NO_COMPRESSION);
  }

  private static MatFile sampleFile() {
    return file(
        "annotations",
        cars(List.of("00001.jpg", "00002.jpg"), 1, 2),
        "class_names",
        cells(List.of("AM General Hummer", "Audi")),
        "labels",
        row(MatlabType.UInt8, 1, 2, 3, 200),
        "trnid",
        row(MatlabType.Double, 6_765, 2));
  }

  /** Names and values in turn. */
  static byte[] mat(Object... namesAndArrays) {
    return written(file(namesAndArrays), Deflater.BEST_SPEED);
  }

  private static MatFile file(Object... namesAndArrays) {
    MatFile file = Mat5.newMatFile();
    for (int i = 0; i < namesAndArrays.length; i += 2) {
      file.addArray((String) namesAndArrays[i], (Array) namesAndArrays[i + 1]);
    }
    return file;
  }

  private static byte[] written(MatFile file, int level) {
    ByteBuffer buffer = ByteBuffer.allocate(1 << 18).order(ByteOrder.LITTLE_ENDIAN);
    try {
      Mat5.newWriter(Sinks.wrap(buffer)).setDeflateLevel(level).writeMat(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Arrays.copyOf(buffer.array(), buffer.position());
  }
}
