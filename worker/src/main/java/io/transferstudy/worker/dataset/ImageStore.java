package io.transferstudy.worker.dataset;

import io.transferstudy.worker.image.Image;
import java.io.IOException;
import java.io.InputStream;

/** Where images go while a data set's files are read. */
public interface ImageStore {
  /**
   * An encoded image.
   *
   * @param path of its file, relative to the data set's folder
   * @param size in bytes
   * @param content to be read before this returns, or not at all
   */
  Pixels keep(String path, long size, InputStream content) throws IOException;

  /**
   * An image that comes as pixels, one of many in a file.
   *
   * @param name unique in the data set
   */
  Pixels keep(String name, Image raw) throws IOException;
}
