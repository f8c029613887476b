package io.transferstudy.worker.dataset;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/**
 * Where a file lies. People name the folder above or the data set's own, so layouts look at what
 * comes below a folder that they know.
 */
public record SourcePath(String path) {

  /** What comes below the last folder of that name. */
  public Optional<String> below(String folder) {
    int at = path.lastIndexOf("/" + folder + "/");
    if (at >= 0) {
      return Optional.of(path.substring(at + folder.length() + 2));
    }
    return path.startsWith(folder + "/")
        ? Optional.of(path.substring(folder.length() + 1))
        : Optional.empty();
  }

  /** The same, or the whole path where there is no such folder: it was named itself. */
  public String within(String folder) {
    return below(folder).orElse(path);
  }

  /** A JPEG image that lies below the last folder of that name, so many folders deeper. */
  public Optional<String> imageBelow(String folder, int deeper) {
    return below(folder).filter(name -> endsWith(".jpg") && folders(name) == deeper);
  }

  /** The file's name, if it is one of those. */
  public Optional<String> named(Collection<String> names) {
    return Optional.of(fileName()).filter(names::contains);
  }

  /** Without its folders. */
  public String fileName() {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** Whether the name ends like this, in small or capital letters. */
  public boolean endsWith(String extension) {
    return path.toLowerCase(Locale.ROOT).endsWith(extension);
  }

  /** How many folders a path names. */
  public static int folders(String path) {
    return (int) path.chars().filter(c -> c == '/').count();
  }
}
