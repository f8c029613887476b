package io.transferstudy.worker.weights;

import static java.util.Objects.requireNonNull;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipException;

/**
 * An open weights file of either format. Names lose what wrappers of a module put before all of
 * them; counters of seen batches are left out. Opening reads the table of contents only.
 */
public final class WeightsFile implements Closeable {
  /** Of torch.nn.DataParallel and of torch.compile. */
  private static final List<String> WRAPPERS = List.of("module.", "_orig_mod.");

  private final Path file;
  private final StoredTensors stored;
  private final Map<String, String> storedNames;
  private final Map<String, long[]> shapes;

  private WeightsFile(Path file, StoredTensors stored) {
    this.file = file;
    this.stored = stored;
    Map<String, long[]> all = stored.shapes();
    this.storedNames = names(all);
    var named = new LinkedHashMap<String, long[]>();
    storedNames.forEach((name, storedName) -> named.put(name, all.get(storedName)));
    this.shapes = Collections.unmodifiableMap(named);
  }

  /**
   * Opens a file of whichever format its content has.
   *
   * @throws WeightsException naming the file and what is wrong with it
   * @throws UncheckedIOException if it cannot be read now; it may be later
   */
  public static WeightsFile open(Path file) {
    return reading(
        file,
        () -> {
          if (!Files.isRegularFile(file)) {
            throw new WeightsException("no such weights file");
          }
          StoredTensors stored =
              switch (FileFormat.of(file)) {
                case SAFETENSORS -> SafetensorsFile.open(file);
                case TORCH -> TorchFile.open(file);
                case OLD_TORCH -> TorchFile.openOld(file);
              };
          return new WeightsFile(file, stored);
        });
  }

  /** Shape by name, in the order of the file. */
  public Map<String, long[]> shapes() {
    return shapes;
  }

  /**
   * One tensor as float32.
   *
   * @param name one of {@link #shapes()}
   * @throws WeightsException naming the file, if the tensor is damaged or holds no floating numbers
   * @throws UncheckedIOException if it cannot be read now; it may be later
   */
  public Tensor read(String name) {
    return reading(
        file,
        () -> {
          String storedName = stored(name);
          return stored.read(storedName, requireNonNull(shapes.get(name)));
        });
  }

  /**
   * The same, written to where it is needed.
   *
   * @param out filled row-major from its position on; has room for the values
   */
  public void read(String name, FloatBuffer out) {
    reading(
        file,
        () -> {
          stored.read(stored(name), out);
          return out;
        });
  }

  private String stored(String name) {
    String storedName = storedNames.get(name);
    if (storedName == null) {
      throw new WeightsException("there is no tensor " + Shown.name(name));
    }
    return storedName;
  }

  @Override
  public String toString() {
    return file.toString();
  }

  @Override
  public void close() {
    try {
      stored.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, String> names(Map<String, long[]> all) {
    var names = new LinkedHashMap<String, String>();
    all.keySet().stream()
        .filter(name -> !BatchCounter.is(name))
        .forEach(name -> names.put(name, name));
    for (int depth = 0; depth < WRAPPERS.size(); depth++) {
      String wrapper = wrapper(names);
      var inner = new LinkedHashMap<String, String>();
      for (var name : names.entrySet()) {
        inner.put(name.getKey().substring(wrapper.length()), name.getValue());
      }
      names.clear();
      names.putAll(inner);
    }
    return names;
  }

  /** What all names begin with; empty if nothing. */
  private static String wrapper(Map<String, String> names) {
    return WRAPPERS.stream()
        .filter(wrapper -> !names.isEmpty())
        .filter(wrapper -> names.keySet().stream().allMatch(name -> name.startsWith(wrapper)))
        .findFirst()
        .orElse("");
  }

  @FunctionalInterface
  private interface Reading<T> {
    T get() throws IOException;
  }

  private static <T> T reading(Path file, Reading<T> reading) {
    try {
      return reading.get();
    } catch (WeightsException e) {
      throw e.in(file);
    } catch (ZipException | EOFException e) {
      throw new WeightsException(
          "%s: not a whole file of torch.save: %s; fetch it again".formatted(file, e.getMessage()),
          e);
    } catch (AccessDeniedException e) {
      throw WeightsException.notAllowed(file, e);
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": " + e.getMessage(), e);
    }
  }
}
