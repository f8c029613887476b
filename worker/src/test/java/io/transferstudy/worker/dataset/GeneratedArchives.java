package io.transferstudy.worker.dataset;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.transferstudy.worker.image.Image;
import io.transferstudy.worker.image.Pictures;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A small data set in the official layout of a large one.
 *
 * @param archives files by archive; those under an empty name lie beside the archives
 * @param classes in order
 * @param train names of the classes of each image, by its name; what is ignored begins with {@code
 *     ?}
 */
record GeneratedArchives(
    Map<String, Map<String, byte[]>> archives,
    List<String> classes,
    TreeMap<String, List<String>> train,
    TreeMap<String, List<String>> validation,
    TreeMap<String, List<String>> test) {

  static GeneratedArchives of(String... classes) {
    return new GeneratedArchives(
        new LinkedHashMap<>(), List.of(classes), new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
  }

  GeneratedArchives file(String archive, String path, byte[] content) {
    archives.computeIfAbsent(archive, _ -> new LinkedHashMap<>()).put(path, content);
    return this;
  }

  GeneratedArchives text(String archive, String path, String... lines) {
    return file(archive, path, (String.join("\n", lines) + "\n").getBytes(UTF_8));
  }

  /** A real JPEG, of which no two are alike. */
  GeneratedArchives image(String archive, String path) {
    return file(archive, path, encoded(path, "jpg"));
  }

  static byte[] encoded(String path, String format) {
    int height = 8 + Math.floorMod(path.hashCode(), 9);
    int width = 8 + Math.floorMod(path.hashCode() / 9, 31);
    Image image = Pictures.generated(width, height);
    image.rgb()[0] = (byte) path.hashCode();
    for (int i = 0; i < path.length() && i < image.rgb().length; i++) {
      image.rgb()[i] += (byte) (16 * path.charAt(i));
    }
    try {
      return Pictures.encoded(Pictures.buffered(image, BufferedImage.TYPE_3BYTE_BGR), format);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
