package io.transferstudy.cli.command;

import io.transferstudy.api.mapping.Catalogue;
import io.transferstudy.api.mapping.Manifest;
import io.transferstudy.api.mapping.Violation;
import io.transferstudy.cli.local.Refusal;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Collectors;

/** Reads manifests. */
final class ManifestFile {
  private static final long LARGEST = 3_000_000; // an API server takes no more either

  private ManifestFile() {}

  /**
   * The valid manifest in that file.
   *
   * @throws Refusal with every violation, one a line
   */
  static Manifest.Valid read(Path file) {
    return require(file.toString(), text(file));
  }

  /** The same for a text; {@code where} it comes from is named in errors. */
  static Manifest.Valid require(String where, String yaml) {
    return switch (Manifest.read(yaml, Catalogue.shipped())) {
      case Manifest.Valid valid -> valid;
      case Manifest.Invalid(var violations) ->
          throw new Refusal(
              violations.stream()
                  .map(Violation::toString)
                  .collect(Collectors.joining("\n  ", where + " is not valid:\n  ", "")));
    };
  }

  private static String text(Path file) {
    try {
      if (Files.isDirectory(file)) {
        throw new Refusal(file + " is a folder; give a manifest, a YAML file.");
      }
      if (Files.size(file) > LARGEST) {
        throw new Refusal(file + " is too large for a manifest.");
      }
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      throw new Refusal("no such file: " + file);
    } catch (MalformedInputException e) {
      throw new Refusal(file + " is not UTF-8 text, so it is no manifest.");
    } catch (IOException e) {
      throw new Refusal(file + " cannot be read: " + e.getMessage());
    }
  }
}
