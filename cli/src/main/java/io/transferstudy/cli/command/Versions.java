package io.transferstudy.cli.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.IVersionProvider;

/** The version of this build, and of the Java that it runs on. */
public final class Versions implements IVersionProvider {
  @Override
  public String[] getVersion() {
    return new String[] {"transfer-study " + own(), "Java " + Runtime.version()};
  }

  /** The version of this build. */
  static String own() {
    try (InputStream in = Versions.class.getResourceAsStream("/transfer-study-version.txt")) {
      if (in == null) {
        throw new IllegalStateException("transfer-study-version.txt is missing from this build");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
