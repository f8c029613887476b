package io.transferstudy.cli.local;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is written down when a worker process is started.
 *
 * @param podUid drawn for this process: with the attempt, the fence of its results
 * @param startedAt ISO-8601
 * @param slot in which it runs
 * @param pid of the process; null as long as it is not known to have started
 * @param processStartedAt by the system's clock, to tell the process from a later one with its pid
 */
record AttemptStart(
    String podUid,
    String startedAt,
    int slot,
    @Nullable Long pid,
    @Nullable String processStartedAt) {

  static AttemptStart before(String podUid, Instant now, int slot) {
    return new AttemptStart(podUid, now.toString(), slot, null, null);
  }

  /** The same, once the process runs. */
  AttemptStart with(ProcessHandle process) {
    String since = process.info().startInstant().map(Instant::toString).orElse(null);
    return new AttemptStart(podUid, startedAt, slot, process.pid(), since);
  }

  Instant at() {
    return Instant.parse(startedAt);
  }
}
