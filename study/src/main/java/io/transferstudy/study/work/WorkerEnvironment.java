package io.transferstudy.study.work;

import java.util.Map;
import java.util.TreeMap;

/** The environment of every worker process, whoever starts it. */
public final class WorkerEnvironment {
  /** Hosts that weights may come from, as {@link AllowedHosts} writes them; not set: any. */
  public static final String DOWNLOAD_HOSTS = "TRANSFER_STUDY_DOWNLOAD_HOSTS";

  /** {@code true} where models may be programs. */
  public static final String ALLOW_TORCHSCRIPT = "TRANSFER_STUDY_ALLOW_TORCHSCRIPT";

  /** A folder on the machine's own disk, for copies of what is read many times. */
  public static final String SCRATCH = "TRANSFER_STUDY_SCRATCH";

  /** Bytes that may lie there; not set: as many as the disk has. */
  public static final String SCRATCH_BYTES = "TRANSFER_STUDY_SCRATCH_BYTES";

  private WorkerEnvironment() {}

  /**
   * @param threads of the engine
   */
  public static Map<String, String> of(int threads) {
    var environment = new TreeMap<String, String>();
    environment.put("OPT_OUT_TRACKING", "true"); // else the engine asks an address at its start
    environment.put(
        "OMP_WAIT_POLICY", "passive"); // else threads that wait take the cores of others
    environment.put("OMP_NUM_THREADS", Integer.toString(threads));
    // The C library gives large blocks back at once, and the system fills each with zeros anew when
    // it is asked for again: a third of the time of a small network. These keep what was freed.
    environment.put("MALLOC_MMAP_MAX_", "0");
    environment.put("MALLOC_TRIM_THRESHOLD_", Long.toString(1L << 40));
    environment.put("MALLOC_ARENA_MAX", "1");
    return environment;
  }
}
