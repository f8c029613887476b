package io.transferstudy.worker.weights;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The digest that tells one weights file from another. */
public final class FileDigest {
  private static final int CHUNK = 1 << 16;

  private FileDigest() {}

  /** The SHA-256 of a file's bytes, in lower-case hexadecimal. */
  public static String sha256(Path file) throws IOException {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
    try (var in = Files.newInputStream(file)) {
      var chunk = new byte[CHUNK];
      for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
        digest.update(chunk, 0, count);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /**
   * Checks a file against the digest that was announced for it.
   *
   * @throws WeightsException naming both digests if they differ
   */
  public static void require(Path file, String expected) throws IOException {
    String actual = sha256(file);
    if (!actual.equalsIgnoreCase(expected)) {
      throw new WeightsException(
          "%s: sha256 is %s, expected %s; fetch the file again or correct the manifest"
              .formatted(file, actual, expected));
    }
  }
}
