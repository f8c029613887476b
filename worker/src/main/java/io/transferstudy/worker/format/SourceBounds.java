package io.transferstudy.worker.format;

/**
 * How much may come out of archives, so that one that was made to fill disks or memory is refused.
 *
 * @param entries files in all archives together
 * @param bytes that they hold together
 * @param ratio bytes that an archive may hold per byte of its own
 * @param slack bytes that an archive may hold whatever its own size
 * @param headerBytes between the contents of two files of a tar
 * @param depth archives within archives; 1 if none may lie in another
 */
public record SourceBounds(
    long entries, long bytes, long ratio, long slack, long headerBytes, int depth) {
  private static final long MIB = 1L << 20;

  /** Photographs do not get smaller in an archive, lists of names some tens of times. */
  public static final SourceBounds DEFAULT =
      new SourceBounds(4_000_000, 4L << 40, 100, 64 * MIB, MIB, 2);
}
