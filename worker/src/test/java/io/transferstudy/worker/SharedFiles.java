package io.transferstudy.worker;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** Finds the reference material beside the repository; a test that needs it skips without. */
public final class SharedFiles {
  private SharedFiles() {}

  /** The file or folder below the shared folder; skips the calling test if there is none. */
  public static Path require(String relative) {
    Path path = folder().resolve(relative);
    Assumptions.assumeTrue(
        Files.exists(path), "skipped: no " + path + " (set -Dshared.dir to the reference folder)");
    return path;
  }

  private static Path folder() {
    String property = System.getProperty("shared.dir");
    if (property != null) {
      return Path.of(property);
    }
    // Surefire runs in the module's folder; the shared folder is beside the repository.
    Path here = Path.of("").toAbsolutePath();
    Path root = Files.exists(here.resolve("mvnw")) ? here : here.getParent();
    return root.resolveSibling("shared");
  }
}
