package io.transferstudy.worker.image;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** What a file is that is named like an image and is none that is read. */
final class OtherContent {
  private static final int HEAD = 512;

  private OtherContent() {}

  /** Its kind and what to do, in a few words; empty if it is not known. */
  static String told(byte[] content) {
    if (content.length == 0) {
      return ": it is empty";
    }
    // Every byte is one character, so that places in the text are those in the file.
    String head =
        new String(content, 0, Math.min(content.length, HEAD), StandardCharsets.ISO_8859_1);
    String text = head.replace("\u00ef\u00bb\u00bf", "").strip().toLowerCase(Locale.ROOT);
    if (head.startsWith("RIFF") && head.startsWith("WEBP", 8)) {
      return converted("WebP");
    }
    if (head.startsWith("II*\0") || head.startsWith("MM\0*")) {
      return converted("TIFF");
    }
    if (head.startsWith("ftypavi", 4)) {
      return converted("AVIF");
    }
    if (head.startsWith("ftyphe", 4) || head.startsWith("ftypmif1", 4)) {
      return converted("HEIC");
    }
    if (text.startsWith("<") && text.contains("<svg")) {
      return converted("SVG");
    }
    if (text.startsWith("version https://git-lfs")) {
      return ", but a Git LFS pointer: fetch what it stands for (git lfs pull)";
    }
    return text.startsWith("<")
        ? ", but a web page, perhaps of a download that was refused: fetch it again"
        : "";
  }

  private static String converted(String format) {
    return ", but " + format + ": convert it";
  }
}
