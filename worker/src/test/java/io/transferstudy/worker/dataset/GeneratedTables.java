package io.transferstudy.worker.dataset;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
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

  /** Names and values in turn. */
  public static byte[] mat(Object... namesAndArrays) {
    MatFile file = Mat5.newMatFile();
    for (int i = 0; i < namesAndArrays.length; i += 2) {
      file.addArray((String) namesAndArrays[i], (Array) namesAndArrays[i + 1]);
    }
    ByteBuffer buffer = ByteBuffer.allocate(1 << 18).order(ByteOrder.LITTLE_ENDIAN);
    try {
      file.writeTo(Sinks.wrap(buffer));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Arrays.copyOf(buffer.array(), buffer.position());
  }
}
