package io.transferstudy.study.work;

import java.util.Map;
import java.util.TreeMap;

/** The environment of every worker process, whoever starts it. */
public final class WorkerEnvironment {
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
