package io.transferstudy.bench.chaos;

import java.io.IOException;

/** A signal to a process of this machine. */
enum Signal {
  STOP,
  CONT,
  KILL;

  /**
   * Sends it; a process that is gone already is none of our business.
   *
   * @param pid of a process that we started
   */
  void send(long pid) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name(), String.valueOf(pid))
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }
}
