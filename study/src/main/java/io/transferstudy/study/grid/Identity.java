package io.transferstudy.study.grid;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Names of cluster objects and folders, made from a study's UID and what an object stands for:
 * known before anything is read, equal for equal identities, different for two studies that share a
 * cell.
 */
public final class Identity {
  private static final String BASE32 = "abcdefghijklmnopqrstuvwxyz234567";
  private static final int DIGEST_CHARS = 12; // 60 bits: a clash among 10,000 cells is a 1 in 10^10
  private static final int PREFIX_CHARS = 30;

  private Identity() {}

  /**
   * {@code <study, cut to 30>-<12 characters of the digest of studyUid and key>}, at most 43
   * characters, which leaves room for the suffix of an attempt below 52.
   */
  public static String objectName(String study, String studyUid, String key) {
    String prefix = study.length() > PREFIX_CHARS ? study.substring(0, PREFIX_CHARS) : study;
    while (prefix.endsWith("-")) {
      prefix = prefix.substring(0, prefix.length() - 1);
    }
    return prefix + "-" + shortDigest(studyUid + "\n" + key);
  }

  private static String shortDigest(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      var name = new StringBuilder();
      long bits = 0;
      for (int i = 0; i < 8; i++) {
        bits = bits << 8 | (hash[i] & 0xff);
      }
      for (int i = 0; i < DIGEST_CHARS; i++) {
        name.append(BASE32.charAt((int) (bits >>> (59 - 5 * i) & 31)));
      }
      return name.toString();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }
}
