package io.transferstudy.worker.dataset;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** SHA-256 over what a data set holds. Every text and content is preceded by its length. */
final class ContentDigest {
  private final MessageDigest sha256;

  private ContentDigest() {
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /**
   * @param examples in canonical order
   */
  static String of(List<String> classes, List<Example> examples) {
    var digest = new ContentDigest();
    digest.number(classes.size());
    classes.forEach(digest::text);
    // Files are read and hashed in parallel, their digests are combined in order.
    List<byte[]> contents =
        examples.parallelStream()
            .map(example -> new ContentDigest().sha256.digest(example.pixels().content()))
            .toList();
    for (int i = 0; i < examples.size(); i++) {
      digest.text(examples.get(i).name());
      digest.number(examples.get(i).label());
      digest.sha256.update(contents.get(i));
    }
    return HexFormat.of().formatHex(digest.sha256.digest());
  }

  private void text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    number(bytes.length);
    sha256.update(bytes);
  }

  private void number(int value) {
    sha256.update(ByteBuffer.allocate(Integer.BYTES).putInt(value).array());
  }
}
