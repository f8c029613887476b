package io.transferstudy.worker.weights;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The zip archive that torch.save writes: {@code NAME/data.pkl} and one entry {@code NAME/data/KEY}
 * for each storage. Entries are looked up by name and never unpacked; none is compressed, so that
 * none is larger than the file. That of torch.jit.save has source code besides, which may be
 * compressed, and constants like its data.
 */
final class TorchArchive implements AutoCloseable {
  private static final String PICKLE = "data.pkl";

  /** Twenty times what a large network's pickle takes. */
  private static final long LONGEST_PICKLE = 16 << 20;

  /** Enough for views that share storages in any sane way. */
  private static final int MOST_READINGS = 16;

  private static final int CHUNK = 1 << 16;

  /** What torch.save writes when it is told to compute no checksums. */
  private static final long NO_CHECKSUM = 0;

  /** Beyond the file's own length, of a program's source code. */
  private static final long MOST_UNPACKED = 256 << 20;

  private final boolean program;
  private final ZipFile zip;
  private final long fileLength;
  private final Map<String, ZipEntry> entries = new HashMap<>();
  private final Set<String> verified = new HashSet<>();
  private final String root;
  private long bytesRead;

  private TorchArchive(ZipFile zip, long fileLength, boolean program) throws IOException {
    this.program = program;
    this.zip = zip;
    this.fileLength = fileLength;
    for (ZipEntry entry : Collections.list(zip.entries())) {
      if (entries.put(entry.getName(), entry) != null) {
        throw damaged("it has two entries " + Shown.name(entry.getName()));
      }
    }
    this.root = root(entries.keySet());
    if (program) {
      requireProgram();
    } else {
      refuseProgram();
    }
    refuseBigEndian();
  }

  /**
   * Opens an archive of torch.save.
   *
   * @throws WeightsException if it is damaged or none of torch.save's
   */
  static TorchArchive open(Path file) throws IOException {
    return open(file, false);
  }

  /**
   * Opens an archive of torch.jit.save.
   *
   * @throws WeightsException if it is damaged or none of torch.jit.save's
   */
  static TorchArchive openProgram(Path file) throws IOException {
    return open(file, true);
  }

  private static TorchArchive open(Path file, boolean program) throws IOException {
    var zip = new ZipFile(file.toFile(), StandardCharsets.UTF_8);
    try {
      return new TorchArchive(zip, Files.size(file), program);
    } catch (IOException | RuntimeException e) {
      zip.close();
      throw e;
    }
  }

  private String root(Set<String> names) {
    List<String> pickles = names.stream().filter(name -> name.endsWith("/" + PICKLE)).toList();
    if (pickles.size() != 1 && program) {
      throw new WeightsException(
          "a zip archive, but none of torch.jit.save's: it has %d entries %s"
              .formatted(pickles.size(), PICKLE));
    }
    if (pickles.size() != 1) {
      throw new WeightsException(
          "a zip archive, but none of torch.save's: it has %d entries %s; save weights in PyTorch"
                  .formatted(pickles.size(), PICKLE)
              + " by "
              + StateDict.REMEDY);
    }
    return pickles.getFirst().substring(0, pickles.getFirst().length() - PICKLE.length());
  }

  private boolean isProgram() {
    return entries.containsKey(root + "constants.pkl")
        || entries.keySet().stream().anyMatch(name -> name.startsWith(root + "code/"));
  }

  private void requireProgram() {
    if (!isProgram()) {
      throw new WeightsException(
          "weights without a network, as torch.save writes them; name the file under weights,"
              + " beside its architecture");
    }
  }

  private void refuseProgram() {
    if (isProgram()) {
      throw new WeightsException(
          "a TorchScript archive, which is a program; save its weights in PyTorch by"
              + " torch.save(torch.jit.load(FILE).state_dict(), \"weights.pth\")");
    }
  }

  private void refuseBigEndian() throws IOException {
    ZipEntry order = entries.get(root + "byteorder");
    if (order != null) {
      byte[] text = bytes(order, 0, Math.min(order.getSize(), CHUNK));
      if (!new String(text, StandardCharsets.UTF_8).strip().equals("little")) {
        throw new WeightsException(
            "its numbers are in the byte order '%s'; only little-endian ones are read"
                .formatted(Shown.name(new String(text, StandardCharsets.UTF_8))));
      }
    }
  }

  /** Compares every entry with its checksum; afterwards none is damaged. */
  void verifyAll() throws IOException {
    long unpacked = 0;
    for (ZipEntry entry : entries.values()) {
      unpacked += Math.max(0, entry.getSize());
      if (unpacked > fileLength + MOST_UNPACKED) {
        throw damaged("it would be larger than " + (MOST_UNPACKED >> 20) + " MiB more, unpacked");
      }
    }
    for (String name : entries.keySet()) {
      verified(name);
    }
  }

  /** Whether there is an entry of that name below the archive's folder. */
  boolean has(String name) {
    return entries.containsKey(root + name);
  }

  /** The pickle of what was saved. */
  byte[] pickle() throws IOException {
    return pickle(PICKLE);
  }

  /** The pickle of that name. */
  byte[] pickle(String name) throws IOException {
    ZipEntry entry = verified(root + name);
    if (entry.getSize() > LONGEST_PICKLE) {
      throw new WeightsException(
          "its pickle is %d bytes long; that of a state dict is not longer than %d"
              .formatted(entry.getSize(), LONGEST_PICKLE));
    }
    return bytes(entry, 0, entry.getSize());
  }

  /** The size of a storage in bytes; -1 if there is none of that key. */
  long storageBytes(String key) {
    return storageBytes("data", key);
  }

  /** The same of another folder of storages. */
  long storageBytes(String folder, String key) {
    ZipEntry entry = entries.get(root + folder + "/" + key);
    return entry == null ? -1 : entry.getSize();
  }

  /**
   * A part of a storage, which exists and holds it.
   *
   * @param from first byte
   * @param length in bytes
   */
  ByteBuffer read(String key, long from, int length) throws IOException {
    ZipEntry entry = verified(storage(key));
    return ByteBuffer.wrap(bytes(entry, from, length)).order(ByteOrder.LITTLE_ENDIAN);
  }

  private String storage(String key) {
    return root + "data/" + key;
  }

  /** The entry after its bytes were compared with its checksum, once. */
  private ZipEntry verified(String name) throws IOException {
    ZipEntry entry = entries.get(name);
    if (entry == null) {
      throw damaged("it has no entry " + Shown.name(name));
    }
    if (!verified.contains(name)) {
      if (entry.getCrc() != NO_CHECKSUM && crc(entry) != entry.getCrc()) {
        throw damaged("the checksum of its entry " + Shown.name(name) + " is wrong");
      }
      verified.add(name);
    }
    return entry;
  }

  private long crc(ZipEntry entry) throws IOException {
    var crc = new CRC32();
    try (InputStream in = stored(entry)) {
      var chunk = new byte[CHUNK];
      long length = 0;
      for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
        crc.update(chunk, 0, count);
        length += count;
        if (length > entry.getSize()) {
          throw damaged("its entry " + Shown.name(entry.getName()) + " is longer than it says");
        }
      }
      if (length < entry.getSize()) {
        throw new EOFException(Shown.name(entry.getName()) + " ends early");
      }
    }
    return crc.getValue();
  }

  private byte[] bytes(ZipEntry entry, long from, long length) throws IOException {
    bytesRead += length;
    if (bytesRead > MOST_READINGS * fileLength) {
      throw new WeightsException(
          "its tensors share storages so that the file would be read %d times; save it again from"
                  .formatted(MOST_READINGS)
              + " tensors of their own");
    }
    try (InputStream in = stored(entry)) {
      in.skipNBytes(from);
      byte[] bytes = in.readNBytes(Math.toIntExact(length));
      if (bytes.length < length) {
        throw new EOFException(Shown.name(entry.getName()) + " ends early");
      }
      return bytes;
    }
  }

  private InputStream stored(ZipEntry entry) throws IOException {
    if (program && entry.getMethod() == ZipEntry.DEFLATED) {
      return zip.getInputStream(entry); // whoever reads it minds the length that it announces
    }
    if (entry.getMethod() != ZipEntry.STORED) {
      throw damaged(
          "its entry " + Shown.name(entry.getName()) + " is compressed, as torch.save never does");
    }
    if (entry.getSize() != entry.getCompressedSize() || entry.getSize() > fileLength) {
      throw damaged("its entry " + Shown.name(entry.getName()) + " has a wrong length");
    }
    return zip.getInputStream(entry);
  }

  private WeightsException damaged(String why) {
    return new WeightsException(
        "not a whole file of torch.%s: %s; fetch it again"
            .formatted(program ? "jit.save" : "save", why));
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}
