package io.transferstudy.worker.download;

import io.transferstudy.worker.weights.FileDigest;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A folder of downloaded files, used by any number of threads and processes at once: one downloads,
 * the others wait and take the finished file. A name in the folder is either complete and checked
 * or not there.
 *
 * <p>A file of an announced digest is the same wherever it came from. One without is taken as
 * downloaded first, for its address; delete it to fetch it again.
 */
public final class Downloads {
  private final Path folder;
  private final DownloadRules rules;

  /**
   * @param folder is made if it is not there; on a file system with locks
   */
  public Downloads(Path folder, DownloadRules rules) {
    this.folder = folder;
    this.rules = rules;
  }

  /**
   * The file, downloaded unless it is there.
   *
   * @param source {@code https://HOST/PATH}, or {@code hf://OWNER/NAME[/FILE][@REVISION]}: of the
   *     model hub, FILE {@code model.safetensors} and REVISION {@code main} unless said
   * @param sha256 what its bytes must have, or null
   * @throws DownloadException if it cannot be had
   * @throws InterruptedException if the thread was interrupted; what has arrived is kept
   */
  public Downloaded fetch(String source, @Nullable String sha256) throws InterruptedException {
    Address address = Address.of(source, rules);
    CacheEntry entry = CacheEntry.of(folder, address, sha256);
    try {
      Files.createDirectories(folder);
      Optional<Downloaded> finished = entry.finished();
      if (finished.isPresent()) {
        return finished.get();
      }
      try (var _ = EntryLock.take(entry.lock())) {
        Optional<Downloaded> meanwhile = entry.finished();
        return meanwhile.isPresent() ? meanwhile.get() : download(address, entry);
      }
    } catch (IOException e) {
      throw unwritable(folder, e);
    }
  }

  /**
   * The file, if it is there already; nothing is asked.
   *
   * @param source as in {@link #fetch}
   * @param sha256 as in {@link #fetch}
   * @throws DownloadException if the folder cannot be read
   */
  public Optional<Downloaded> cached(String source, @Nullable String sha256) {
    try {
      return CacheEntry.of(folder, Address.of(source, rules), sha256).finished();
    } catch (IOException e) {
      throw unwritable(folder, e);
    }
  }

  private Downloaded download(Address address, CacheEntry entry)
      throws IOException, InterruptedException {
    var part = new PartFile(entry.part());
    String expected = entry.announced();
    try (var exchange = new Exchange(rules)) {
      var transfer = new Transfer(exchange, rules, address, part, expected != null);
      String actual = completed(transfer, address, part);
      if (expected != null && !actual.equals(expected) && transfer.resumed()) {
        part.discard(); // the parts may be of two versions, whatever the server said
        actual = completed(transfer, address, part);
      }
      if (expected != null && !actual.equals(expected)) {
        part.discard();
        throw DownloadException.lasting(
            "%s: its sha256 is %s, expected %s. Correct the digest, or use the source that it is of."
                .formatted(address, actual, expected));
      }
      Downloaded downloaded = entry.publish(actual);
      part.published();
      return downloaded;
    }
  }

  private String completed(Transfer transfer, Address address, PartFile part)
      throws IOException, InterruptedException {
    for (int tries = 1; ; tries++) {
      try {
        transfer.complete();
        return FileDigest.sha256(part.file());
      } catch (TransientFault e) {
        if (tries >= rules.tries()) {
          throw DownloadException.passing(
              "%s: %s, at the last of %d tries. Try again later."
                  .formatted(address, e.getMessage(), tries));
        }
        Thread.sleep(rules.waitAfter(tries));
      }
    }
  }

  /** What is wrong with the cache folder, and what can be done. */
  static DownloadException unwritable(Path path, IOException e) {
    String reason =
        e instanceof FileSystemException fault && fault.getReason() != null
            ? fault.getReason()
            : String.valueOf(e.getMessage());
    return DownloadException.lasting(
        "%s: %s. Free some space there, or choose another cache folder that can be written."
            .formatted(path, reason));
  }
}
