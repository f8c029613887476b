package io.transferstudy.cli.local;

/** A command that cannot be carried out as given; the message names the thing and the remedy. */
public final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1;

  public Refusal(String message) {
    super(message);
  }
}
