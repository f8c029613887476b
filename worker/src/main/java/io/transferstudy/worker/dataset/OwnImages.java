package io.transferstudy.worker.dataset;

import io.transferstudy.worker.format.SourceFiles;
import io.transferstudy.worker.image.BadDataException;
import java.nio.file.Path;

/** Images of somebody's own: a folder, or an archive of what it would hold. */
sealed interface OwnImages permits ImageFolders, ListedImages {

  /** The folder or archive. */
  Path place();

  /** The images of a folder, left where they lie. */
  Parts unpacked();

  /** The images of an archive, put into the store. */
  Parts packed(ImageStore store);

  /**
   * Whether they come as an archive.
   *
   * @throws BadDataException if there is neither
   */
  default boolean isPacked() {
    return SourceFiles.isArchive(place());
  }

  /**
   * All of them, none of them read.
   *
   * @throws BadDataException if they are packed
   */
  default Parts inPlace() {
    if (isPacked()) {
      throw BadDataException.in(place(), "an archive; it must be prepared or unpacked first");
    }
    return unpacked();
  }
}
