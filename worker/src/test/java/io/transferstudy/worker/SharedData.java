package io.transferstudy.worker;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** The folder of real images and known answers beside the repository, where there is one. */
public final class SharedData {
  private SharedData() {}

  /** A path in it; without it the test is skipped with a line that says so. */
  public static Path require(String path) {
    String property = System.getProperty("shared.dir");
    Path found = property == null ? beside() : Path.of(property);
    Path wanted = found.resolve(path);
    assumeTrue(Files.exists(wanted), "skipped: no " + wanted + " (set -Dshared.dir=FOLDER)");
    return wanted;
  }

  private static Path beside() {
    Path folder = Path.of("").toAbsolutePath();
    while (folder.getParent() != null && !Files.isDirectory(folder.resolve("shared"))) {
      folder = folder.getParent();
    }
    return folder.resolve("shared");
  }
}
