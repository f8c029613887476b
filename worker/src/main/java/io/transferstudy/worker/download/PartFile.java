package io.transferstudy.worker.download;

import io.transferstudy.study.json.Json;
import io.transferstudy.study.json.MalformedJsonException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;

/**
 * What has arrived of a file, and the version of it that this is of. Used under the entry's lock.
 * Failing to write is not worth another try: the disk is full, or not ours.
 */
final class PartFile {
  /**
   * Which bytes these are.
   *
   * @param address digest of the address they came from
   * @param etag a strong validator
   * @param length of the whole file, or -1 if the server did not say
   */
  record Version(String address, String etag, long length) {}

  private final Path file;
  private final Path record;

  PartFile(Path file) {
    this.file = file;
    this.record = file.resolveSibling(file.getFileName() + ".json");
  }

  Path file() {
    return file;
  }

  /** How many bytes have arrived. */
  long size() throws IOException {
    return Files.exists(file) ? Files.size(file) : 0;
  }

  /** The version of what has arrived, if it is known well enough to go on with it. */
  Optional<Version> version() throws IOException {
    if (size() == 0 || !Files.isRegularFile(record)) {
      return Optional.empty();
    }
    try {
      return Optional.of(Json.read(Files.readString(record), Version.class));
    } catch (MalformedJsonException e) {
      return Optional.empty(); // the process ended while it wrote this
    }
  }

  /** Forgets what has arrived; what follows is of that version, or of an unknown one. */
  FileChannel restart(Optional<Version> version) {
    try {
      Files.deleteIfExists(record);
      var channel =
          FileChannel.open(
              file,
              Set.of(
                  StandardOpenOption.CREATE,
                  StandardOpenOption.WRITE,
                  StandardOpenOption.TRUNCATE_EXISTING));
      if (version.isPresent()) {
        Files.writeString(record, Json.write(version.get()));
      }
      return channel;
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  /** Goes on after what has arrived. */
  FileChannel append() {
    try {
      return FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  void write(FileChannel channel, byte[] bytes, int count) {
    var buffer = ByteBuffer.wrap(bytes, 0, count);
    try {
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
    } catch (IOException e) {
      discard(); // a full disk stops others too
      throw unwritable(e);
    }
  }

  /** Deletes what has arrived. */
  void discard() {
    try {
      Files.deleteIfExists(record);
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  /** Deletes the record, once the file has been published. */
  void published() throws IOException {
    Files.deleteIfExists(record);
  }

  private DownloadException unwritable(IOException e) {
    return Downloads.unwritable(file, e);
  }
}
