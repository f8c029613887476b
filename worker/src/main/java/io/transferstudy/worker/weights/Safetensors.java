package io.transferstudy.worker.weights;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads and writes safetensors files: 8 bytes header length, a JSON header of name, dtype, shape
 * and offsets, then the data, little-endian. Read as the format's own library does: offsets that
 * overlap, leave gaps or end elsewhere than the file are refused.
 *
 * <p>Source: the format's description at github.com/huggingface/safetensors.
 */
public final class Safetensors {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Safetensors() {}

  /**
   * All tensors of a file by name, as float32; counters of seen batches are left out.
   *
   * @throws WeightsException naming the file, if it is missing, damaged, or holds another format of
   *     number
   */
  public static Map<String, Tensor> read(Path file) {
    try (var stored = SafetensorsFile.open(file)) {
      var tensors = new LinkedHashMap<String, Tensor>();
      for (var named : stored.shapes().entrySet()) {
        if (!BatchCounter.is(named.getKey())) {
          tensors.put(named.getKey(), stored.read(named.getKey(), named.getValue()));
        }
      }
      return tensors;
    } catch (NoSuchFileException e) {
      throw new WeightsException(file + ": no such weights file", e);
    } catch (IOException e) {
      throw new WeightsException(file + ": cannot be read: " + e.getMessage(), e);
    } catch (WeightsException e) {
      throw e.in(file);
    }
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
      ObjectNode texts = root.putObject(SafetensorsHeader.METADATA);
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
