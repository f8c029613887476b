package io.transferstudy.worker.weights;

import static io.transferstudy.worker.weights.SavedByTorch.floats;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.transferstudy.worker.weights.Pickler.Opcodes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files from before PyTorch 1.6. */
class OldTorchFileTest {
  private static final byte[] THREE = floats(1, 2, 3);
  private static final byte[] TWO = floats(-4, 5);

  @TempDir Path folder;

  @Test
  void storagesFollowInTheOrderOfTheirList() throws IOException {
    try (var weights = WeightsFile.open(write(file()))) {
      assertThat(weights.shapes().keySet()).containsExactly("a", "b");
      assertThat(weights.read("a")).isEqualTo(new Tensor(new long[] {3}, new float[] {1, 2, 3}));
      assertThat(weights.read("b")).isEqualTo(new Tensor(new long[] {2}, new float[] {-4, 5}));
    }
  }

  /**
   * PyTorch 2.15's torch.save(OrderedDict(w=torch.arange(6.).reshape(2, 3).t(),
   * h=torch.tensor([1.5, -2]).half()), ..., _use_new_zipfile_serialization=False).
   */
  @Test
  void readsWhatPyTorchWrites() throws IOException {
    try (var weights = WeightsFile.open(write(Base64.getDecoder().decode(WRITTEN_BY_PYTORCH)))) {
      assertThat(weights.read("w"))
          .isEqualTo(new Tensor(new long[] {3, 2}, new float[] {0, 3, 1, 4, 2, 5}));
      assertThat(weights.read("h")).isEqualTo(new Tensor(new long[] {2}, new float[] {1.5f, -2}));
    }
  }

  @Test
  void aFileCutAnywhereIsRefusedByName() throws IOException {
    byte[] whole = file().bytes();
    for (int length = 0; length < whole.length; length++) {
      refused(Arrays.copyOf(whole, length)).hasMessageContaining("old.pth");
    }
    refused(file().after(new byte[1]).bytes()).hasMessageContaining("its storages end at");
  }

  @Test
  void lengthsMustAgree() throws IOException {
    for (long count : new long[] {-1, 0, 2, 4, Long.MAX_VALUE}) {
      refused(new SavedByOldTorch(pickle()).storage("0", count, THREE).storage("1", 2, TWO).bytes())
          .hasMessageContaining("its storage 0 should have 3 numbers and has " + count);
    }
    for (long count : new long[] {-1, Long.MAX_VALUE, Long.MAX_VALUE / 4, 1L << 40}) {
      var pickle = Pickler.start().orderedDict().text("a");
      SavedByOldTorch.whole(pickle, "FloatStorage", "0", count).op(Opcodes.SETITEM);
      refused(new SavedByOldTorch(pickle.stop()).storage("0", count, THREE).bytes())
          .hasMessageContaining("old.pth: ");
    }
  }

  @Test
  void theListOfStoragesIsThatOfTheTensors() throws IOException {
    String wrong = "its list of storages is not that of its tensors";
    refused(new SavedByOldTorch(pickle()).storage("0", 3, THREE).bytes())
        .hasMessageContaining(wrong);
    refused(file().storage("2", 2, TWO).bytes()).hasMessageContaining(wrong);
  }

  @Test
  void twoThingsOfOneStorageAndPartsOfOneAreRefused() throws IOException {
    var twice = Pickler.start().orderedDict().op(Opcodes.MARK).text("a");
    SavedByOldTorch.whole(twice, "FloatStorage", "0", 3).text("b");
    SavedByOldTorch.whole(twice, "IntStorage", "0", 3).op(Opcodes.SETITEMS);
    refused(new SavedByOldTorch(twice.stop()).storage("0", 3, THREE).bytes())
        .hasMessageContaining("says two things of the storage 0");
    var part = Pickler.start().op(Opcodes.MARK).text("storage").global("torch", "FloatStorage");
    part.text("0").text("cpu").whole(3).wholes(1, 2, 3).op(Opcodes.TUPLE).op(Opcodes.BINPERSID);
    refused(new SavedByOldTorch(part.stop()).storage("0", 3, THREE).bytes())
        .hasMessageContaining("a part of another one");
  }

  @Test
  void whatRunsInANewFileRunsHereNeither() throws IOException {
    byte[] call = Pickler.start().global("os", "system").stop();
    refused(new SavedByOldTorch(call).bytes()).hasMessageContaining("asks for os.system");
    refused(file().version(1002).bytes()).hasMessageContaining("its version is not 1001");
    refused(file().bigEndian().bytes()).hasMessageContaining("byte order 'big'");
  }

  private static SavedByOldTorch file() {
    return new SavedByOldTorch(pickle()).storage("1", 2, TWO).storage("0", 3, THREE);
  }

  private static byte[] pickle() {
    var pickle = Pickler.start().orderedDict().op(Opcodes.MARK).text("a");
    SavedByOldTorch.whole(pickle, "FloatStorage", "0", 3).text("b");
    return SavedByOldTorch.whole(pickle, "FloatStorage", "1", 2).op(Opcodes.SETITEMS).stop();
  }

  private Path write(SavedByOldTorch saved) throws IOException {
    return write(saved.bytes());
  }

  private Path write(byte[] bytes) throws IOException {
    return Files.write(folder.resolve("old.pth"), bytes);
  }

  private AbstractThrowableAssert<?, ?> refused(byte[] bytes) throws IOException {
    Path file = write(bytes);
    return assertThatThrownBy(() -> WeightsFile.open(file).close())
        .isInstanceOf(WeightsException.class)
        .hasMessageStartingWith(file + ": ");
  }

  private static final String WRITTEN_BY_PYTORCH =
      "gAKKCmz8nEb5IGqoUBkugAJN6QMugAJ9cQAoWBAAAABwcm90b2NvbF92ZXJzaW9ucQFN6Q"
          + "NYDQAAAGxpdHRsZV9lbmRpYW5xAohYCgAAAHR5cGVfc2l6ZXNxA31xBChYBQAAAHNob3J0"
          + "cQVLAlgDAAAAaW50cQZLBFgEAAAAbG9uZ3EHSwR1dS6AAmNjb2xsZWN0aW9ucwpPcmRlcm"
          + "VkRGljdApxAClScQEoWAEAAAB3cQJjdG9yY2guX3V0aWxzCl9yZWJ1aWxkX3RlbnNvcl92"
          + "MgpxAygoWAcAAABzdG9yYWdlcQRjdG9yY2gKRmxvYXRTdG9yYWdlCnEFWA4AAAA5NDQ3OT"
          + "U3NTk0ODM4NHEGWAMAAABjcHVxB0sGTnRxCFFLAEsDSwKGcQlLAUsDhnEKiWgAKVJxC3Rx"
          + "DFJxDVgBAAAAaHEOaAMoKGgEY3RvcmNoCkhhbGZTdG9yYWdlCnEPWA4AAAA5NDQ3OTQ2OD"
          + "I3NTIzMnEQaAdLAk50cRFRSwBLAoVxEksBhXETiWgAKVJxFHRxFVJxFnUugAJdcQAoWA4A"
          + "AAA5NDQ3OTQ2ODI3NTIzMnEBWA4AAAA5NDQ3OTU3NTk0ODM4NHECZS4CAAAAAAAAAAA+AM"
          + "AGAAAAAAAAAAAAAAAAAIA/AAAAQAAAQEAAAIBAAACgQA==";
}
