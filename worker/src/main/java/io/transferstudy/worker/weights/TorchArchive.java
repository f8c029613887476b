package io.transferstudy.worker.weights;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * The zip archive that torch.save writes: {@code NAME/data.pkl} and one entry {@code NAME/data/KEY}
 * for each storage. That of torch.jit.save has source code besides, which may be compressed, and
 * constants like its data.
 */
final class TorchArchive implements Storages {
  private static final String PICKLE = "data.pkl";

  /** Twenty times what a large network's pickle takes. */
  static final int LONGEST_PICKLE = 16 << 20;

  /** Beyond the file's own length, of a program's source code. */
  private static final long MOST_UNPACKED = 256 << 20;

  private static final int LONGEST_BYTE_ORDER = 16;

  private final boolean program;
  private final ZipEntries entries;
  private final String root;

  private TorchArchive(ZipEntries entries, boolean program) throws IOException {
    this.program = program;
    this.entries = entries;
    this.root = root();
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
    var entries = ZipEntries.open(file, program, program ? "torch.jit.save" : "torch.save");
    try {
      return new TorchArchive(entries, program);
    } catch (IOException | RuntimeException e) {
      entries.close();
      throw e;
    }
  }

  private String root() {
    List<String> pickles =
        entries.names().stream().filter(name -> name.endsWith("/" + PICKLE)).toList();
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
    return has("constants.pkl")
        || entries.names().stream().anyMatch(name -> name.startsWith(root + "code/"));
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
    if (has("byteorder")) {
      byte[] order = entries.head(root + "byteorder", LONGEST_BYTE_ORDER);
      String text = new String(order, StandardCharsets.UTF_8);
      if (!text.strip().equals("little")) {
        throw new WeightsException(
            "its numbers are in the byte order '%s'; only little-endian ones are read"
                .formatted(Shown.name(text)));
      }
    }
  }

  /** Compares every entry with its checksum; afterwards none is damaged. */
  void verifyAll() throws IOException {
    long unpacked = 0;
    for (String name : entries.names()) {
      unpacked += Math.max(0, entries.length(name));
      if (unpacked > entries.fileLength() + MOST_UNPACKED) {
        throw entries.damaged(
            "it would be larger than " + (MOST_UNPACKED >> 20) + " MiB more, unpacked");
      }
    }
    for (String name : entries.names()) {
      entries.verify(name);
    }
  }

  /** Whether there is an entry of that name below the archive's folder. */
  boolean has(String name) {
    return entries.length(root + name) >= 0;
  }

  /** The pickle of what was saved. */
  byte[] pickle() throws IOException {
    return pickle(PICKLE);
  }

  /** The pickle of that name. */
  byte[] pickle(String name) throws IOException {
    long length = entries.length(root + name);
    if (length > LONGEST_PICKLE) {
      throw new WeightsException(
          "its pickle is %d bytes long; that of a state dict is not longer than %d"
              .formatted(length, LONGEST_PICKLE));
    }
    return entries.bytes(root + name);
  }

  @Override
  public long storageBytes(String key) {
    return storageBytes("data", key);
  }

  /** The same of another folder of storages. */
  long storageBytes(String folder, String key) {
    return entries.length(root + folder + "/" + key);
  }

  @Override
  public void read(String key, long from, long length, Sink sink) throws IOException {
    entries.read(root + "data/" + key, from, length, sink);
  }

  @Override
  public void close() throws IOException {
    entries.close();
  }
}
