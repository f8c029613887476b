package io.transferstudy.worker.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.transferstudy.worker.torchscript.SmallModules;
import io.transferstudy.worker.weights.Pickler.Opcodes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TorchScriptFileTest {
  private static final int STORAGE_BYTES = 5 * 5 * Float.BYTES;

  @TempDir Path folder;
  private Path file = Path.of("");

  @BeforeEach
  void write() throws IOException {
    file = folder.resolve("model.pt");
    SmallModules.write(file, "return " + SmallModules.MEAN);
  }

  @Test
  void aWholeFile() {
    assertWhole();
  }

  /** libtorch loads such a file without a word, with whatever lies behind the tensor. */
  @Test
  void aTensorThatIsCutShortInAnIntactArchive() throws IOException {
    for (int bytes : new int[] {STORAGE_BYTES - 4, STORAGE_BYTES - 1, STORAGE_BYTES + 4, 0}) {
      Map<String, byte[]> entries = entries();
      entries.put("net/data/0", new byte[bytes]);
      rewrite(entries);
      assertRefused("the storage data/0 should have 25 numbers of 4 bytes and has " + bytes);
    }
    Map<String, byte[]> entries = entries();
    entries.remove("net/data/0");
    rewrite(entries);
    assertRefused("has no entry in the archive");
  }

  @Test
  void aConstantThatIsCutShort() throws IOException {
    Map<String, byte[]> entries = entries();
    entries.put("net/constants.pkl", tuple(view(3, new long[] {3})));
    entries.put("net/constants/0", new byte[3 * Float.BYTES]);
    rewrite(entries);
    assertWhole();
    entries.put("net/constants/0", new byte[2 * Float.BYTES]);
    rewrite(entries);
    assertRefused("the storage constants/0 should have 3 numbers of 4 bytes and has 8 bytes");
  }

  @Test
  void aViewThatLeavesItsStorage() throws IOException {
    Map<String, byte[]> entries = entries();
    entries.put("net/constants.pkl", tuple(view(3, new long[] {4})));
    entries.put("net/constants/0", new byte[3 * Float.BYTES]);
    rewrite(entries);
    assertRefused("a tensor of shape [4], strides [1] and offset 0 does not lie in its storage");
  }

  @Test
  void aByteThatHasChanged() throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    int at = indexOf(bytes, "torch.mean");
    bytes[at] ^= 1;
    Files.write(file, bytes);
    assertRefused("the checksum of its entry net/code/__torch__.py is wrong");
  }

  @Test
  void aFileThatIsCut() throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    for (int length : new int[] {0, 3, bytes.length / 2, bytes.length - 1}) {
      Files.write(file, Arrays.copyOf(bytes, length));
      assertRefused("model.pt: ");
    }
  }

  @Test
  void sourceCodeMayBeCompressed() throws IOException {
    Map<String, byte[]> entries = entries();
    entries.put("net/code/long.py", "# no code\n".repeat(1_000).getBytes(StandardCharsets.UTF_8));
    rewrite(entries);
    assertWhole();
  }

  @Test
  void weightsWithoutANetwork() throws IOException {
    SavedByTorch.write(file, Map.of("w", Tensor.filled(1, 2)));
    assertRefused("weights without a network");
    Safetensors.write(file, Map.of("w", Tensor.filled(1, 2)), Map.of());
    assertRefused("safetensors, and no TorchScript");
  }

  @Test
  void aPickleThatIsNotUnderstood() throws IOException {
    Map<String, byte[]> entries = entries();
    entries.put("net/data.pkl", Pickler.start().op('2').stop());
    rewrite(entries);
    assertRefused("its pickle has the opcode DUP, which torch.jit.save does not write");
  }

  /** Whatever a pickle says, it is followed to an end or refused, and nothing else happens. */
  @Test
  void mutantsOfThePickle() throws IOException {
    long seed = Long.getLong("mutations.seed", System.nanoTime());
    System.out.println("-Dmutations.seed=" + seed);
    var random = new SplittableRandom(seed);
    Map<String, byte[]> entries = entries();
    byte[] pickle = entries.getOrDefault("net/data.pkl", new byte[0]);
    int refused = 0;
    for (int i = 0; i < 500; i++) {
      byte[] mutant = pickle.clone();
      for (int changes = random.nextInt(1, 4); changes > 0; changes--) {
        mutant[random.nextInt(mutant.length)] = (byte) random.nextInt(256);
      }
      entries.put("net/data.pkl", mutant);
      rewrite(entries);
      try {
        TorchScriptFile.requireWhole(file);
      } catch (WeightsException e) {
        refused++;
        assertThat(e).hasMessageStartingWith(file + ": ");
      }
    }
    assertThat(refused).isPositive();
  }

  private static byte[] tuple(Pickler tensor) {
    return tensor.op(Opcodes.TUPLE1).stop();
  }

  private static Pickler view(long count, long[] shape) {
    return Pickler.start().tensor("FloatStorage", "0", count, 0, shape, new long[] {1});
  }

  private Map<String, byte[]> entries() throws IOException {
    SmallModules.write(file, "return " + SmallModules.MEAN);
    var entries = new LinkedHashMap<String, byte[]>();
    try (var zip = new ZipFile(file.toFile())) {
      for (ZipEntry entry : zip.stream().toList()) {
        try (var in = zip.getInputStream(entry)) {
          entries.put(entry.getName(), in.readAllBytes());
        }
      }
    }
    return entries;
  }

  private void rewrite(Map<String, byte[]> entries) throws IOException {
    try (var zip = new ZipOutputStream(Files.newOutputStream(file))) {
      for (var entry : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue());
      }
    }
  }

  private static int indexOf(byte[] bytes, String text) {
    int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf(text);
    if (at < 0) {
      throw new AssertionError("no " + text);
    }
    return at;
  }

  private void assertWhole() {
    assertThatCode(() -> TorchScriptFile.requireWhole(file)).doesNotThrowAnyException();
  }

  private void assertRefused(String words) {
    assertThatThrownBy(() -> TorchScriptFile.requireWhole(file))
        .isInstanceOf(WeightsException.class)
        .hasMessageContaining("model.pt: ")
        .hasMessageContaining(words);
  }
}
