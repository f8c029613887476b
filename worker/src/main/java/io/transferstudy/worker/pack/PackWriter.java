package io.transferstudy.worker.pack;

import io.transferstudy.study.grid.Skipping;
import io.transferstudy.worker.dataset.Example;
import io.transferstudy.worker.dataset.ImageStore;
import io.transferstudy.worker.dataset.Parts;
import io.transferstudy.worker.dataset.Pixels;
import io.transferstudy.worker.image.Image;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes a pack. Images are appended in the order in which they come, after each was decoded once.
 * Those that an earlier, interrupted attempt has packed are taken over from its part and not read
 * again, as long as they come in the same order. Used by one thread.
 */
public final class PackWriter implements ImageStore, AutoCloseable {
  private static final int MOST_WAITING = 256;
  private static final long MOST_BYTES_WAITING = 32L << 20;

  private final PackFiles files;
  private final IntConsumer step;

  /** What the files hold from an earlier attempt and may still come again. */
  private List<PackedImage> taken;

  private final List<Supplier<Inspected>> waiting = new ArrayList<>();
  private final BrokenImages broken;
  private long waitingBytes;
  private int images;

  private PackWriter(
      PackFiles files, List<PackedImage> taken, @Nullable Skipping skipping, IntConsumer step) {
    this.files = files;
    this.taken = taken;
    this.broken = new BrokenImages(skipping);
    this.step = step;
  }

  /**
   * Begins, or goes on with what the longest part has.
   *
   * @param folder of this attempt; nobody else writes there
   * @param others folders of other attempts at the same data set
   * @param skipping whether images that cannot be used may be left out; null if not
   * @param step told before each image how many came before it; may throw to end this attempt
   * @throws IOException if a folder cannot be read or written
   */
  public static PackWriter in(
      Path folder, List<Path> others, @Nullable Skipping skipping, IntConsumer step)
      throws IOException {
    Path longest = folder;
    List<PackedImage> rows = List.of();
    for (Path other : others) {
      List<PackedImage> its = other.equals(folder) ? List.of() : PackPart.rows(other);
      if (its.size() > rows.size()) {
        longest = other;
        rows = its;
      }
    }
    PackFiles files = PackFiles.with(folder, longest, rows);
    return new PackWriter(files, rows.subList(0, files.count()), skipping, step);
  }

  /** How many images of an earlier attempt it goes on with. */
  public int taken() {
    return taken.size();
  }

  @Override
  public Pixels keep(String path, long size, InputStream content) throws IOException {
    if (isTaken(path, size)) {
      return next();
    }
    byte[] bytes = content.readAllBytes();
    return later(bytes.length, () -> Inspected.encoded(path, bytes));
  }

  @Override
  public Pixels keep(String name, Image raw) throws IOException {
    return isTaken(name, raw.rgb().length)
        ? next()
        : later(raw.rgb().length, () -> Inspected.raw(name, raw));
  }

  private boolean isTaken(String path, long size) throws IOException {
    step.accept(images);
    if (images >= taken.size()) {
      return false;
    }
    PackedImage row = taken.get(images);
    // An image that cannot be used has a row without bytes; it is looked at again, and named.
    if (row.name() == PackedImage.hash(path) && row.length() == size && size > 0) {
      return true;
    }
    // The data set has changed or comes in another order: what follows is of no use.
    taken = List.copyOf(taken.subList(0, images));
    files.keep(taken);
    return false;
  }

  private Pixels later(int bytes, Supplier<Inspected> inspection) throws IOException {
    waiting.add(inspection);
    waitingBytes += bytes;
    if (waiting.size() == MOST_WAITING || waitingBytes > MOST_BYTES_WAITING) {
      write();
    }
    return next();
  }

  private Pixels next() {
    return new Numbered(images++);
  }

  private void write() throws IOException {
    for (Inspected image : waiting.parallelStream().map(Supplier::get).toList()) {
      if (image.problem() != null) {
        broken.add(files.count(), image.problem());
      }
      files.append(image);
    }
    waiting.clear();
    waitingBytes = 0;
  }

  /**
   * The parts without images that cannot be used.
   *
   * @param parts made of the pixels that this store gave, all of them
   * @throws io.transferstudy.worker.image.BadDataException naming images that cannot be decoded, if
   *     there are more than may be left out
   */
  public Parts usable(Parts parts) throws IOException {
    write();
    broken.requireFew(images);
    return broken.count() == 0 ? parts : parts.with(this::usable);
  }

  private List<Example> usable(List<Example> examples) {
    return examples.stream()
        .filter(
            example -> !(example.pixels() instanceof Numbered kept && broken.contains(kept.number)))
        .toList();
  }

  /** What is wrong with the first of the images that were left out. */
  public List<String> problems() {
    return broken.problems();
  }

  /**
   * Completes the pack.
   *
   * @param parts made of the pixels that this store gave
   * @param place of the file, on the same file system
   * @throws io.transferstudy.worker.image.BadDataException naming images that cannot be decoded
   */
  public void finish(Parts parts, Path place) throws IOException {
    write();
    broken.requireFew(images);
    files.finish(
        parts,
        pixels -> {
          if (pixels instanceof Numbered kept) {
            return kept.number;
          }
          throw new IllegalArgumentException("an image that is not in this pack: " + pixels);
        },
        place);
  }

  @Override
  public void close() throws IOException {
    files.close();
  }

  /** What was kept under that number. */
  private byte[] content(int number) {
    return written(() -> files.content(number));
  }

  private byte[] sha256(int number) {
    return written(() -> files.sha256(number));
  }

  /** Something to be read of what is packed; whatever waits is written first. */
  private synchronized byte[] written(Reading reading) {
    try {
      write();
      broken.requireBearable(images);
      return reading.read();
    } catch (IOException e) {
      throw new UncheckedIOException("what was packed cannot be read: " + e.getMessage(), e);
    }
  }

  private interface Reading {
    byte[] read() throws IOException;
  }

  /** An image on its way into the pack. */
  private final class Numbered implements Pixels {
    private final int number;

    Numbered(int number) {
      this.number = number;
    }

    @Override
    public Image image() {
      throw new IllegalStateException("the pack is not yet complete");
    }

    @Override
    public byte[] content() {
      return PackWriter.this.content(number);
    }

    @Override
    public byte[] sha256() {
      return PackWriter.this.sha256(number);
    }
  }
}
