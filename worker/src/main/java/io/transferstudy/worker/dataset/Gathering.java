package io.transferstudy.worker.dataset;

import io.transferstudy.worker.dataset.Layout.Role;
import io.transferstudy.worker.format.SourceFile;
import io.transferstudy.worker.format.SourceFiles;
import io.transferstudy.worker.image.BadDataException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** One pass over a data set's files: images go to a store, tables and labels are kept. */
final class Gathering implements SourceFiles.Visitor {
  /** The longest table of the twelve, Birdsnap's, has some 20 MB. */
  private static final int MOST_TABLE_BYTES = 64 << 20;

  private final Layout layout;
  private final ImageStore store;
  private final TreeMap<String, Pixels> images = new TreeMap<>();
  private final Map<String, byte[]> tables = new HashMap<>();
  private final Map<String, List<Example>> records = new HashMap<>();
  private boolean listsSeen;
  private Optional<Set<String>> wanted = Optional.empty();

  Gathering(Layout layout, ImageStore store) {
    this.layout = layout;
    this.store = store;
  }

  @Override
  public void visit(SourceFile file) throws IOException {
    switch (layout.role(file.path())) {
      case Role.Image(String name) -> {
        if (isWanted(name)) {
          Pixels pixels = store.keep(file.path(), file.size(), file.content());
          once(name, file, images.put(name, pixels) == null);
        }
      }
      case Role.Table(String name) -> {
        byte[] table = table(file);
        // Some lists come in two archives.
        once(name, file, Arrays.equals(tables.getOrDefault(name, table), table));
        tables.put(name, table);
      }
      case Role.Records role ->
          once(role.name(), file, records.put(role.name(), examples(role, file)) == null);
      case Role.Other() -> {}
    }
  }

  /** Whether to keep an image; while lists are missing, every one. */
  private boolean isWanted(String name) {
    if (!listsSeen && tables.keySet().containsAll(layout.required())) {
      wanted = layout.wanted(found());
      listsSeen = true;
    }
    return wanted.isEmpty() || wanted.get().contains(name);
  }

  Found found() {
    return new Found(images, tables, records);
  }

  private static void once(String name, SourceFile file, boolean first) {
    if (!first) {
      throw new BadDataException(
          "%s: there is another %s in this data set's folder; leave one of them there"
              .formatted(file.path(), name));
    }
  }

  private static byte[] table(SourceFile file) throws IOException {
    byte[] bytes = file.content().readNBytes(MOST_TABLE_BYTES + 1);
    if (bytes.length > MOST_TABLE_BYTES) {
      throw new BadDataException(
          "%s: longer than %d MiB; it is not the official list"
              .formatted(file.path(), MOST_TABLE_BYTES >> 20));
    }
    return bytes;
  }

  private List<Example> examples(Role.Records role, SourceFile file) throws IOException {
    var examples = new ArrayList<Example>();
    role.format()
        .read(
            file.path(),
            file.content(),
            role.classes(),
            (index, label, image) -> {
              String name = "%s/%05d".formatted(role.name(), index);
              examples.add(new Example(name, label, store.keep(name, image)));
            });
    return examples;
  }
}
