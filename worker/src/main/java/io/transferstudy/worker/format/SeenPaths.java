package io.transferstudy.worker.format;

import io.transferstudy.worker.image.Chance;

/**
 * The paths seen so far, each with what tells its content from another: 32 bytes a path, so that a
 * million fit. Two paths of one hash of 64 bits would count as one.
 */
final class SeenPaths {
  /** Of a path that was not seen. */
  static final long UNSEEN = 0;

  private static final int FIRST_CAPACITY = 1 << 10;

  private long[] hashes = new long[FIRST_CAPACITY];
  private long[] contents = new long[FIRST_CAPACITY];
  private int size;

  /** What was put for the path, else {@link #UNSEEN}. */
  long get(String path) {
    return contents[slot(hash(path))];
  }

  /**
   * @param content not {@link #UNSEEN}
   */
  void put(String path, long content) {
    if (2 * size >= hashes.length) {
      grow();
    }
    put(hash(path), content);
  }

  private void put(long hash, long content) {
    int slot = slot(hash);
    if (contents[slot] == UNSEEN) {
      size++;
    }
    hashes[slot] = hash;
    contents[slot] = content;
  }

  private int slot(long hash) {
    int mask = hashes.length - 1;
    int slot = (int) hash & mask;
    while (contents[slot] != UNSEEN && hashes[slot] != hash) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void grow() {
    long[] oldHashes = hashes;
    long[] oldContents = contents;
    hashes = new long[2 * oldHashes.length];
    contents = new long[2 * oldContents.length];
    size = 0;
    for (int i = 0; i < oldHashes.length; i++) {
      if (oldContents[i] != UNSEEN) {
        put(oldHashes[i], oldContents[i]);
      }
    }
  }

  private static long hash(String path) {
    return Chance.hash(0, path);
  }
}
