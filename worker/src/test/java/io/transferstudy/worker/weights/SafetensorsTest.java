package io.transferstudy.worker.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.transferstudy.worker.SharedFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsTest {
  @TempDir Path folder;

  @Test
  void readsWhatItWrote() throws IOException {
    var tensors = new LinkedHashMap<String, Tensor>();
    tensors.put("b", new Tensor(new long[] {2, 3}, new float[] {1, -2, 3.5f, 0, -0f, 1e-40f}));
    tensors.put("a", new Tensor(new long[] {}, new float[] {Float.NaN}));
    tensors.put("empty", new Tensor(new long[] {0, 4}, new float[] {}));
    Path file = folder.resolve("x.safetensors");
    Safetensors.write(file, tensors, Map.of("note", "a \"quoted\" word"));
    assertThat(Safetensors.read(file)).isEqualTo(tensors);
    assertThat(folder).isDirectoryNotContaining("glob:**.part");
  }

  @Test
  void readsHalfPrecisionAndSkipsBatchCounters() throws IOException {
    var data = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
    data.putShort(Float.floatToFloat16(0.25f)).putShort(Float.floatToFloat16(-3f));
    data.putShort((short) (Float.floatToIntBits(1.5f) >> 16)).putShort((short) 0).putLong(7);
    Path file =
        file(
            """
            {"h":{"dtype":"F16","shape":[2],"data_offsets":[0,4]},
             "b":{"dtype":"BF16","shape":[2,1],"data_offsets":[4,8]},
             "bn.num_batches_tracked":{"dtype":"I64","shape":[],"data_offsets":[8,16]}}\
            """,
            data.array());
    assertThat(Safetensors.read(file))
        .isEqualTo(
            Map.of(
                "h", new Tensor(new long[] {2}, new float[] {0.25f, -3}),
                "b", new Tensor(new long[] {2, 1}, new float[] {1.5f, 0})));
  }

  @Test
  void aFileCutAnywhereIsRefusedByName() throws IOException {
    Path file = folder.resolve("cut.safetensors");
    Safetensors.write(
        file, Map.of("w", new Tensor(new long[] {4}, new float[] {1, 2, 3, 4})), Map.of());
    byte[] whole = Files.readAllBytes(file);
    for (int length = 0; length < whole.length; length++) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> Safetensors.read(file))
          .as("cut to " + length)
          .isInstanceOf(WeightsException.class)
          .hasMessageContaining("cut.safetensors");
    }
    Files.write(file, Arrays.copyOf(whole, whole.length + 1));
    assertThatThrownBy(() -> Safetensors.read(file)).isInstanceOf(WeightsException.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[2,6]}} | b lies at
          {"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}                   | a lies at bytes 4 to 8
          {"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}                   | take 4 bytes
          {"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}                   | a of shape [3]
          {"a":{"dtype":"F32","shape":[9223372036854775807,3],"data_offsets":[0,8]}} | a cannot have the shape
          {"a":{"dtype":"F32","shape":[99999999999999999999],"data_offsets":[0,8]}} | entry a
          {"a":{"dtype":"F32","shape":[2.0],"data_offsets":[0,8]}}                 | entry a
          {"a":{"dtype":"F32","shape":[1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,2],"data_offsets":[0,8]}} | entry a
          {"a":{"dtype":"F32","shape":[[2]],"data_offsets":[0,8]}}                 | entry a
          {"a":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}                   | does not take -8 bytes
          {"a":{"dtype":"F8_E4M3","shape":[8],"data_offsets":[0,8]}}               | stored as F8_E4M3
          {"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}{}                 | goes on after its end
          {"a":7}                                                                  | entry a
          {"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8],"dtype":"F32"}}     | Duplicate field
          {"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}                  | entry a
          {"a":{"dtype":"F32","shape":[2],"data_offsets":[0]}}                     | entry a
          {"a":{"dtype":"F32","shape":[2]}}                                        | entry a
          {"a":{"dtype":"I32","shape":[2],"data_offsets":[0,8]}}                   | stored as I32
          {"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"a":{}}            | Duplicate field
          [1,2]                                                                    | no JSON object
          {"a":                                                                    | no JSON
          """)
  void aWrongHeaderIsRefusedByName(String header, String message) throws IOException {
    Path file = file(header, new byte[8]);
    assertThatThrownBy(() -> Safetensors.read(file))
        .isInstanceOf(WeightsException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining(message.strip());
  }

  @Test
  void aDeeplyNestedHeaderIsRefused() throws IOException {
    Path file = file("{\"__metadata__\":" + "[".repeat(1_000_000), new byte[0]);
    assertThatThrownBy(() -> Safetensors.read(file))
        .isInstanceOf(WeightsException.class)
        .hasMessageContaining("the header is no JSON");
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, -1, 1000, Long.MAX_VALUE, Long.MIN_VALUE})
  void aWrongHeaderLengthIsRefused(long length) throws IOException {
    Path file = folder.resolve("length.safetensors");
    var bytes = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN).putLong(length);
    Files.write(file, bytes.array());
    assertThatThrownBy(() -> Safetensors.read(file))
        .isInstanceOf(WeightsException.class)
        .hasMessageContaining("length.safetensors");
  }

  @Test
  void aMissingFileIsNamed() {
    assertThatThrownBy(() -> Safetensors.read(folder.resolve("nowhere")))
        .isInstanceOf(WeightsException.class)
        .hasMessageContaining("nowhere");
  }

  @Test
  void digestsOfTheReferenceWeights() throws IOException {
    Path file = SharedFiles.require("reference/weights/mobilenet_v1_0.25_128.safetensors");
    FileDigest.require(file, "5f8a396139c4d933cc6b2b854fb06fd7531b6cbb1efcdabddb704cc55b238749");
    assertThatThrownBy(() -> FileDigest.require(file, "00"))
        .isInstanceOf(WeightsException.class)
        .hasMessageContaining("5f8a3961");
  }

  private Path file(String header, byte[] data) throws IOException {
    byte[] text = header.strip().getBytes(StandardCharsets.UTF_8);
    var bytes = ByteBuffer.allocate(8 + text.length + data.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(text.length).put(text).put(data);
    Path file = folder.resolve("made.safetensors");
    return Files.write(file, bytes.array());
  }
}
