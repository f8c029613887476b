package io.transferstudy.worker.weights;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** The format of a weights file, told by its first bytes, whatever its name says. */
enum FileFormat {
  SAFETENSORS,
  TORCH,
  OLD_TORCH;

  /** Far enough for what stands before the first sign of a text. */
  private static final int HEAD = 4_096;

  private static final int HEADER_LENGTH = Long.BYTES;
  private static final byte[] ZIP = {'P', 'K', 3, 4};
  private static final byte[] GZIP = {0x1f, (byte) 0x8b};
  private static final byte[] HDF5 = {(byte) 0x89, 'H', 'D', 'F'};
  private static final byte PROTOCOL = (byte) 0x80;

  /**
   * The format of a file.
   *
   * @throws WeightsException saying what the file is instead, as far as its first bytes tell
   */
  static FileFormat of(Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      return of(in.readNBytes(HEAD));
    }
  }

  private static FileFormat of(byte[] head) {
    if (startsWith(head, ZIP)) {
      return TORCH;
    }
    if (startsWith(head, OldTorchArchive.SIGN)) {
      return OLD_TORCH;
    }
    if (head.length > HEADER_LENGTH && head[HEADER_LENGTH] == '{') {
      return SAFETENSORS;
    }
    throw new WeightsException(
        what(head)
            + "; weights are read from safetensors files and from what PyTorch writes by "
            + StateDict.REMEDY);
  }

  private static String what(byte[] head) {
    if (head.length == 0) {
      return "an empty file";
    }
    if (head[0] == PROTOCOL) {
      return "a pickle, but none of torch.save's";
    }
    if (startsWith(head, HDF5)) {
      return "an HDF5 file, as Keras writes";
    }
    if (startsWith(head, GZIP)) {
      return "a file compressed by gzip: unpack it";
    }
    return what(new String(head, StandardCharsets.UTF_8).replace("\uFEFF", "").strip());
  }

  private static String what(String text) {
    if (text.startsWith("version https://git-lfs")) {
      return "a Git LFS pointer and not the file it stands for: fetch that (git lfs pull)";
    }
    if (text.startsWith("<")) {
      return "a web page, perhaps of a download that was refused";
    }
    if (text.startsWith("{")) {
      return text.contains("\"weight_map\"")
          ? "the index of weights that lie in several files: load those and save all tensors in one"
          : "a JSON text, perhaps of a download that was refused";
    }
    return "no weights file of a known format";
  }

  private static boolean startsWith(byte[] head, byte[] sign) {
    return head.length >= sign.length && Arrays.equals(head, 0, sign.length, sign, 0, sign.length);
  }
}
