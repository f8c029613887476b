package io.transferstudy.worker.weights;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** An open safetensors file. */
final class SafetensorsFile implements StoredTensors {
  /** The limit of the format's own library. */
  private static final long LONGEST_HEADER = 100_000_000;

  private final LittleEndianFile file;
  private final long dataStart;
  private final Map<String, SafetensorsHeader.Entry> entries = new LinkedHashMap<>();

  private SafetensorsFile(LittleEndianFile file) throws IOException {
    this.file = file;
    long length = file.bytes(0, Long.BYTES).getLong();
    if (length < 2 || length > LONGEST_HEADER || length > file.length() - Long.BYTES) {
      throw SafetensorsHeader.damaged(
          "its header should be %d bytes long and the file has %d"
              .formatted(length, file.length()));
    }
    dataStart = Long.BYTES + length;
    byte[] header = file.bytes(Long.BYTES, (int) length).array();
    SafetensorsHeader.entries(header, file.length() - dataStart)
        .forEach(entry -> entries.put(entry.name(), entry));
  }

  /**
   * Reads the header.
   *
   * @throws WeightsException if the file is damaged
   */
  static SafetensorsFile open(Path path) throws IOException {
    var file = LittleEndianFile.open(path, SafetensorsHeader::damaged);
    try {
      return new SafetensorsFile(file);
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  @Override
  public Map<String, long[]> shapes() {
    var shapes = new LinkedHashMap<String, long[]>();
    entries.forEach((name, entry) -> shapes.put(name, entry.shape()));
    return shapes;
  }

  @Override
  public void read(String name, FloatBuffer out) throws IOException {
    var entry = entries.get(name);
    if (entry == null) {
      throw new WeightsException("there is no tensor " + Shown.name(name));
    }
    NumberFormat.ToFloat format = entry.format().toFloat(name);
    file.read(
        dataStart + entry.begin(), entry.end() - entry.begin(), next -> format.convert(next, out));
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
