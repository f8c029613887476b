package io.transferstudy.worker.format;

import java.io.IOException;
import java.io.InputStream;

/** What is done with each file of an archive. */
@FunctionalInterface
interface ArchiveEntries {
  /**
   * @param path as the archive has it
   * @param size in bytes
   * @param content may be left unread
   */
  void entry(String path, long size, InputStream content) throws IOException;
}
