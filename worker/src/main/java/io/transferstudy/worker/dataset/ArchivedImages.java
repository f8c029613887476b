package io.transferstudy.worker.dataset;

import io.transferstudy.worker.dataset.ImageList.Item;
import io.transferstudy.worker.format.EntryPath;
import io.transferstudy.worker.format.SourceFile;
import io.transferstudy.worker.format.SourceFiles;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The images of an archive that a list names, put into a store as they come by. */
final class ArchivedImages implements SourceFiles.Visitor {
  private final String folder;
  private final ImageStore store;
  private final Map<String, @Nullable Pixels> images = new HashMap<>();

  /**
   * @param folder of the list in the archive
   */
  ArchivedImages(ImageList list, String folder, ImageStore store) {
    this.folder = folder;
    this.store = store;
    for (Item item : list.items()) {
      images.put(EntryPath.in(folder, item.path()), null);
    }
  }

  @Override
  public void visit(SourceFile file) throws IOException {
    if (images.containsKey(file.path())) {
      images.put(file.path(), store.keep(file.path(), file.size(), file.content()));
    }
  }

  /** Null if it did not come by. */
  @Nullable Pixels pixels(Item item) {
    return images.get(EntryPath.in(folder, item.path()));
  }
}
