package io.transferstudy.worker.dataset;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** SHA-256 over what a data set holds. Every text and content is preceded by its length. */
final class ContentDigest {
  private static final int AT_ONCE = 4096;

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
    // Files are read and hashed in parallel, their digests are combined in order, part by part so
    // that those of a million files need not be there at once.
    for (int from = 0; from < examples.size(); from += AT_ONCE) {
      List<Example> part = examples.subList(from, Math.min(from + AT_ONCE, examples.size()));
      List<byte[]> contents =
          part.parallelStream().map(example -> example.pixels().sha256()).toList();
      for (int i = 0; i < part.size(); i++) {
        digest.text(part.get(i).name());
        digest.labels(part.get(i).labels());
        digest.sha256.update(contents.get(i));
      }
    }
    return HexFormat.of().formatHex(digest.sha256.digest());
  }

  static byte[] sha256(byte[] content) {
    return new ContentDigest().sha256.digest(content);
  }

  private void labels(Labels labels) {
    switch (labels) {
      case Labels.One(int only) -> number(only);
      case Labels.Several(var present, var ignored) -> {
        number(-1); // no class's index
        numbers(present);
        numbers(ignored);
      }
    }
  }

  private void numbers(List<Integer> values) {
    number(values.size());
    values.forEach(this::number);
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
