package io.transferstudy.worker.engine;

/** What libtorch says when something fails: the trace first and the reason last. */
public final class EngineMessage {
  private EngineMessage() {}

  /** The reason, a message's last line. */
  public static String reason(String message) {
    return message.lines().filter(line -> !line.isBlank()).reduce("", (_, line) -> line).strip();
  }
}
