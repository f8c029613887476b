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
 * none is larger than the file.
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

  private final ZipFile zip;
  private final long fileLength;
  private final Map<String, ZipEntry> entries = new HashMap<>();
  private final Set<String> verified = new HashSet<>();
  private final String root;
  private long bytesRead;

  private TorchArchive(ZipFile zip, long fileLength) throws IOException {
    this.zip = zip;
    this.fileLength = fileLength;
    for (ZipEntry entry : Collections.list(zip.entries())) {
      if (entries.put(entry.getName(), entry) != null) {
        throw damaged("it has two entries " + Shown.name(entry.getName()));
      }
    }
    this.root = root(entries.keySet());
    refuseProgram();
    refuseBigEndian();
  }

  /**
   * Opens the archive.
   *
   * @throws WeightsException if it is damaged or none of torch.save's
   */
  static TorchArchive open(Path file) throws IOException {
    var zip = new ZipFile(file.toFile(), StandardCharsets.UTF_8);
    try {
      return new TorchArchive(zip, Files.size(file));
    } catch (IOException | RuntimeException e) {
      zip.close();
      throw e;
    }
  }

  private static String root(Set<String> names) {
    List<String> pickles = names.stream().filter(name -> name.endsWith("/" + PICKLE)).toList();
    if (pickles.size() != 1) {
      throw new WeightsException(
          "a zip archive, but none of torch.save's: it has %d entries %s; save weights in PyTorch"
                  .formatted(pickles.size(), PICKLE)
              + " by "
              + StateDict.REMEDY);
    }
    return pickles.getFirst().substring(0, pickles.getFirst().length() - PICKLE.length());
  }

  private void refuseProgram() {
    if (entries.containsKey(root + "constants.pkl")
        || entries.keySet().stream().anyMatch(name -> name.startsWith(root + "code/"))) {
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

  /** The pickle of what was saved. */
  byte[] pickle() throws IOException {
    ZipEntry entry = verified(root + PICKLE);
    if (entry.getSize() > LONGEST_PICKLE) {
      throw new WeightsException(
          "its pickle is %d bytes long; that of a state dict is not longer than %d"
              .formatted(entry.getSize(), LONGEST_PICKLE));
    }
    return bytes(entry, 0, entry.getSize());
  }

  /** The size of a storage in bytes; -1 if there is none of that key. */
  long storageBytes(String key) {
    ZipEntry entry = entries.get(storage(key));
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
      for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
        crc.update(chunk, 0, count);
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
    if (entry.getMethod() != ZipEntry.STORED) {
      throw damaged(
          "its entry " + Shown.name(entry.getName()) + " is compressed, as torch.save never does");
    }
    if (entry.getSize() != entry.getCompressedSize() || entry.getSize() > fileLength) {
      throw damaged("its entry " + Shown.name(entry.getName()) + " has a wrong length");
    }
    return zip.getInputStream(entry);
  }

  private static WeightsException damaged(String why) {
    return new WeightsException("not a whole file of torch.save: " + why + "; fetch it again");
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}
