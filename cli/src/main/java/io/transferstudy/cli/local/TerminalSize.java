package io.transferstudy.cli.local;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.IntSupplier;
import sun.misc.Signal;

/** The width of the terminal, kept up to date when its window changes. */
public final class TerminalSize implements IntSupplier {
  private static final int USUAL = 80;
  private volatile int columns = ask();

  /** Asks now, and again at every SIGWINCH. */
  public static TerminalSize watched() {
    var size = new TerminalSize();
    Signal.handle(new Signal("WINCH"), _ -> size.columns = ask());
    return size;
  }

  private TerminalSize() {}

  @Override
  public int getAsInt() {
    return columns;
  }

  private static int ask() {
    try {
      var stty =
          new ProcessBuilder("stty", "size")
              .redirectInput(new File("/dev/tty"))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      return parse(new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII));
    } catch (IOException e) {
      return USUAL;
    }
  }

  /** Reads {@code ROWS COLUMNS}; a terminal that does not know its size says 0. */
  static int parse(String size) {
    String[] parts = size.strip().split(" ", -1);
    boolean known = parts.length == 2 && parts[1].matches("[1-9][0-9]{0,4}");
    return known ? Integer.parseInt(parts[1]) : USUAL;
  }
}
