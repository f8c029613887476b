package io.transferstudy.worker.weights;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes the archives of torch.save: entries without compression below one folder. */
public final class SavedByTorch {
  private final Map<String, byte[]> entries = new LinkedHashMap<>();

  SavedByTorch(byte[] pickle) {
    entry("data.pkl", pickle);
    entry("byteorder", text("little"));
    entry("version", text("3\n"));
  }

  /** A state dict of whole float32 tensors. */
  public static void write(Path file, Map<String, Tensor> state) throws IOException {
    var pickle = Pickler.start().orderedDict().op(Pickler.Opcodes.MARK);
    var storages = new LinkedHashMap<String, float[]>();
    state.forEach((name, tensor) -> {
      String key = String.valueOf(storages.size());
      int count = tensor.data().length;
      pickle.text(name);
      pickle.tensor("FloatStorage", key, count, 0, tensor.shape(), rowMajor(tensor.shape()));
      storages.put(key, tensor.data());
    });
    var saved = new SavedByTorch(pickle.op(Pickler.Opcodes.SETITEMS).stop());
    storages.forEach((key, data) -> saved.storage(key, floats(data)));
    saved.write(file);
  }

  static long[] rowMajor(long... shape) {
    var strides = new long[shape.length];
    long stride = 1;
    for (int i = shape.length - 1; i >= 0; i--) {
      strides[i] = stride;
      stride *= shape[i];
    }
    return strides;
  }

  static byte[] floats(float... values) {
    var bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return bytes.array();
  }

  static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Adds an entry, or replaces one. */
  SavedByTorch entry(String name, byte[] content) {
    entries.put("archive/" + name, content);
    return this;
  }

  SavedByTorch storage(String key, byte[] content) {
    return entry("data/" + key, content);
  }

  Path write(Path file) throws IOException {
    return Files.write(file, bytes(ZipEntry.STORED));
  }

  byte[] bytes(int method) {
    var out = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(out)) {
      for (var each : entries.entrySet()) {
        var entry = new ZipEntry(each.getKey());
        entry.setMethod(method);
        if (method == ZipEntry.STORED) {
          var crc = new CRC32();
          crc.update(each.getValue());
          entry.setSize(each.getValue().length);
          entry.setCrc(crc.getValue());
        }
        zip.putNextEntry(entry);
        zip.write(each.getValue());
        zip.closeEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
