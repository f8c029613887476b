package io.transferstudy.cli.local;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where this machine keeps weights that were downloaded, for all studies. */
public final class DownloadsFolder {
  private DownloadsFolder() {}

  /**
   * Where the user says, else {@code transfer-study} in the user's cache folder.
   *
   * @param option what the user says, or null
   */
  public static Path chosen(@Nullable Path option) {
    if (option != null) {
      return option.toAbsolutePath().normalize();
    }
    String cache = System.getenv("XDG_CACHE_HOME");
    Path base =
        cache == null || cache.isBlank()
            ? Path.of(System.getProperty("user.home"), ".cache")
            : Path.of(cache);
    return base.resolve("transfer-study").toAbsolutePath();
  }
}
