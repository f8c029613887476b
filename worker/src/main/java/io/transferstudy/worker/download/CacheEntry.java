package io.transferstudy.worker.download;

import io.transferstudy.worker.weights.FileDigest;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where one file of the cache lies.
 *
 * <pre>
 * sha256-DIGEST        whose digest was announced
 * url-DIGEST           whose digest was not: by its address, with its measured digest in
 * url-DIGEST.sha256
 * NAME.part, NAME.part.json, NAME.lock    of a download under way, or of one that was cut
 * </pre>
 */
final class CacheEntry {
  private final Path folder;
  private final String name;
  private final @Nullable String announced;

  private CacheEntry(Path folder, String name, @Nullable String announced) {
    this.folder = folder;
    this.name = name;
    this.announced = announced;
  }

  /**
   * @param sha256 the announced digest, or null
   * @throws DownloadException if that is no digest
   */
  static CacheEntry of(Path folder, Address address, @Nullable String sha256) {
    if (sha256 == null) {
      return new CacheEntry(folder, "url-" + digest(address), null);
    }
    String lower = sha256.toLowerCase(Locale.ROOT);
    if (!lower.matches("[0-9a-f]{64}")) {
      throw DownloadException.lasting(
          address + ": '" + sha256 + "' is no sha256: it has 64 hexadecimal digits.");
    }
    return new CacheEntry(folder, "sha256-" + lower, lower);
  }

  /** Tells addresses apart without showing their secrets. */
  static String digest(Address address) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      byte[] text = address.uri().toString().getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(digest.digest(text));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  Path file() {
    return folder.resolve(name);
  }

  Path lock() {
    return folder.resolve(name + ".lock");
  }

  Path part() {
    return folder.resolve(name + ".part");
  }

  /** The announced digest, or null. */
  @Nullable String announced() {
    return announced;
  }

  /** The finished file, if it is there and its bytes are what they were. */
  Optional<Downloaded> finished() throws IOException {
    String expected = announced == null ? recorded() : announced;
    if (expected == null || !Files.isRegularFile(file())) {
      return Optional.empty();
    }
    try {
      return FileDigest.sha256(file()).equals(expected)
          ? Optional.of(new Downloaded(file(), expected))
          : Optional.empty();
    } catch (NoSuchFileException e) { // it was damaged, and another process replaces it
      return Optional.empty();
    }
  }

  private @Nullable String recorded() throws IOException {
    return Files.isRegularFile(record()) ? Files.readString(record()).strip() : null;
  }

  private Path record() {
    return folder.resolve(name + ".sha256");
  }

  /** Publishes the complete file of that digest. Whoever sees the file also sees its record. */
  Downloaded publish(String sha256) throws IOException {
    try (var channel = FileChannel.open(part(), StandardOpenOption.WRITE)) {
      channel.force(true);
    }
    if (announced == null) {
      Files.deleteIfExists(file()); // damaged, else it would have been taken; not this record's
      Path temporary = folder.resolve(name + ".sha256.tmp");
      Files.writeString(temporary, sha256 + "\n");
      rename(temporary, record());
    }
    rename(part(), file());
    return new Downloaded(file(), sha256);
  }

  private static void rename(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
