package io.transferstudy.worker.weights;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads and writes safetensors files: 8 bytes header length, a JSON header of name, dtype, shape
 * and offsets, then the data, little-endian. Read as the format's own library does: offsets that
 * overlap, leave gaps or end elsewhere than the file are refused.
 *
 * <p>Source: the format's description at github.com/huggingface/safetensors.
 */
public final class Safetensors {
  /** The limit of the format's own library. */
  private static final long LONGEST_HEADER = 100_000_000;

  private static final String METADATA = "__metadata__";
  private static final String BATCH_COUNTER = "num_batches_tracked";

  private static final ObjectMapper JSON =
      new ObjectMapper(
          JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build());

  private Safetensors() {}

  private record Entry(String name, String format, long[] shape, long begin, long end) {}

  /**
   * All tensors of a file by name, as float32; counters of seen batches are left out.
   *
   * @throws WeightsException naming the file, if it is missing, damaged, or holds another format of
   *     number
   */
  public static Map<String, Tensor> read(Path file) {
    try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
      var prefix = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      fill(channel, prefix, file);
      long length = prefix.getLong(0);
      long dataStart = Long.BYTES + length;
      if (length < 2 || length > LONGEST_HEADER || dataStart > channel.size()) {
        throw damaged(
            file,
            "its header should be %d bytes long and the file has %d"
                .formatted(length, channel.size()));
      }
      var header = ByteBuffer.allocate(Math.toIntExact(length));
      fill(channel, header, file);
      List<Entry> entries = entries(header.array(), file);
      checkLayout(entries, channel.size() - dataStart, file);
      return data(channel, entries, file);
    } catch (NoSuchFileException e) {
      throw new WeightsException(file + ": no such weights file", e);
    } catch (IOException e) {
      throw new WeightsException(file + ": cannot be read: " + e.getMessage(), e);
    }
  }

  private static List<Entry> entries(byte[] header, Path file) {
    JsonNode root;
    try {
      root = JSON.readTree(new String(header, StandardCharsets.UTF_8));
    } catch (JsonProcessingException e) {
      throw new WeightsException(
          file + ": not a safetensors file: the header is no JSON: " + e.getOriginalMessage(), e);
    }
    if (!root.isObject()) {
      throw damaged(file, "its header is no JSON object");
    }
    var entries = new ArrayList<Entry>();
    root.properties()
        .forEach(property -> {
          if (!property.getKey().equals(METADATA)) {
            entries.add(entry(property.getKey(), property.getValue(), file));
          }
        });
    entries.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
    return entries;
  }

  private static Entry entry(String name, JsonNode node, Path file) {
    JsonNode offsets = node.path("data_offsets");
    JsonNode shape = node.path("shape");
    boolean whole = shape.isArray() && offsets.isArray() && offsets.size() == 2;
    for (JsonNode number : shape) {
      whole &= number.isIntegralNumber() && number.canConvertToLong() && number.asLong() >= 0;
    }
    for (JsonNode number : offsets) {
      whole &= number.isIntegralNumber() && number.canConvertToLong() && number.asLong() >= 0;
    }
    if (!whole || !node.path("dtype").isTextual()) {
      throw damaged(file, "the header's entry " + name + " is not dtype, shape and two offsets");
    }
    var sizes = new long[shape.size()];
    Arrays.setAll(sizes, i -> shape.get(i).asLong());
    return new Entry(
        name, node.get("dtype").asText(), sizes, offsets.get(0).asLong(), offsets.get(1).asLong());
  }

  private static void checkLayout(List<Entry> entries, long dataLength, Path file) {
    long end = 0;
    for (Entry entry : entries) {
      if (entry.begin != end || entry.end < entry.begin) {
        throw damaged(
            file,
            "%s lies at bytes %d to %d, but the tensor before it ends at %d"
                .formatted(entry.name, entry.begin, entry.end, end));
      }
      end = entry.end;
    }
    if (end != dataLength) {
      throw damaged(
          file, "its tensors take %d bytes and the file holds %d".formatted(end, dataLength));
    }
  }

  private static Map<String, Tensor> data(FileChannel channel, List<Entry> entries, Path file)
      throws IOException {
    var tensors = new LinkedHashMap<String, Tensor>();
    for (Entry entry : entries) {
      int length = bytes(entry, file);
      var buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
      fill(channel, buffer, file);
      if (!entry.name.endsWith(BATCH_COUNTER)) {
        tensors.put(entry.name, tensor(entry, buffer.flip(), file));
      }
    }
    return tensors;
  }

  private static int bytes(Entry entry, Path file) {
    long length = entry.end - entry.begin;
    if (length > Integer.MAX_VALUE - Long.BYTES) {
      throw damaged(file, entry.name + " is larger than 2 GiB");
    }
    return (int) length;
  }

  private static Tensor tensor(Entry entry, ByteBuffer bytes, Path file) {
    NumberFormat format =
        NumberFormat.named(entry.format)
            .orElseThrow(() ->
                new WeightsException(
                    "%s: %s is stored as %s; F64, F32, F16 and BF16 can be read"
                        .formatted(file, entry.name, entry.format)));
    long count;
    try {
      count = Tensor.count(entry.shape);
    } catch (ArithmeticException e) {
      count = -1;
    }
    if (count < 0
        || count != bytes.remaining() / format.bytes
        || count * format.bytes != bytes.remaining()) {
      throw damaged(
          file,
          "%s of shape %s as %s does not take %d bytes"
              .formatted(
                  entry.name, Arrays.toString(entry.shape), entry.format, bytes.remaining()));
    }
    var data = new float[(int) count];
    for (int i = 0; i < data.length; i++) {
      data[i] = format.next(bytes);
    }
    return new Tensor(entry.shape, data);
  }

  private static void fill(FileChannel channel, ByteBuffer buffer, Path file) throws IOException {
    while (buffer.hasRemaining()) {
      if (channel.read(buffer) < 0) {
        throw damaged(file, "it ends early");
      }
    }
  }

  private static WeightsException damaged(Path file, String why) {
    return new WeightsException(
        file + ": not a whole safetensors file: " + why + "; fetch it again");
  }

  /**
   * Writes tensors as float32 in the map's order, through a file beside it that is then renamed.
   *
   * @param metadata free text by key
   */
  public static void write(Path file, Map<String, Tensor> tensors, Map<String, String> metadata)
      throws IOException {
    byte[] header = header(tensors, metadata);
    Path partial = file.resolveSibling(file.getFileName() + ".part");
    try (var channel =
        FileChannel.open(
            partial,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      var prefix = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      drain(channel, prefix.putLong(header.length).flip());
      drain(channel, ByteBuffer.wrap(header));
      for (Tensor tensor : tensors.values()) {
        var bytes =
            ByteBuffer.allocate(tensor.data().length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(tensor.data());
        drain(channel, bytes);
      }
      channel.force(true);
    }
    Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static byte[] header(Map<String, Tensor> tensors, Map<String, String> metadata)
      throws JsonProcessingException {
    ObjectNode root = JSON.createObjectNode();
    if (!metadata.isEmpty()) {
      ObjectNode texts = root.putObject(METADATA);
      metadata.forEach(texts::put);
    }
    long offset = 0;
    for (var tensor : tensors.entrySet()) {
      long end = offset + (long) tensor.getValue().data().length * Float.BYTES;
      ObjectNode node = root.putObject(tensor.getKey()).put("dtype", NumberFormat.F32.name());
      var shape = node.putArray("shape");
      Arrays.stream(tensor.getValue().shape()).forEach(shape::add);
      node.putArray("data_offsets").add(offset).add(end);
      offset = end;
    }
    byte[] json = JSON.writeValueAsBytes(root);
    // Spaces at the end align the data to 8 bytes, as the format asks.
    byte[] padded = Arrays.copyOf(json, Math.ceilDiv(json.length, 8) * 8);
    Arrays.fill(padded, json.length, padded.length, (byte) ' ');
    return padded;
  }

  private static void drain(FileChannel channel, ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }
}
