package io.transferstudy.cli.command;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/** Turns the first Ctrl-C (or SIGTERM, or a closed terminal) into a wish, the second into force. */
final class Interruption implements AutoCloseable {
  private record Replaced(Signal signal, SignalHandler handler) {}

  private final List<Replaced> replaced;

  private Interruption(List<Replaced> replaced) {
    this.replaced = replaced;
  }

  /**
   * Listens until it is closed.
   *
   * @param stop lets workers write a checkpoint and end
   * @param kill ends them at once
   * @param say shows a line
   */
  static Interruption install(Runnable stop, Runnable kill, Consumer<String> say) {
    var times = new AtomicInteger();
    SignalHandler handler =
        signal -> {
          if (times.incrementAndGet() == 1) {
            stop.run();
            say.accept(
                "Stopping: the workers write their checkpoints. Ctrl-C again ends them at once.");
          } else {
            kill.run();
          }
        };
    return new Interruption(
        List.of("INT", "TERM", "HUP").stream()
            .map(Signal::new)
            .map(signal -> new Replaced(signal, Signal.handle(signal, handler)))
            .toList());
  }

  @Override
  public void close() {
    replaced.forEach(old -> Signal.handle(old.signal(), old.handler()));
  }
}
