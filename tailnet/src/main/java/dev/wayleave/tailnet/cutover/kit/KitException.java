package dev.wayleave.tailnet.cutover.kit;

/// A kit that was asked for in a way that cannot be met; the message is one sentence for a person.
public final class KitException extends Exception {
  private static final long serialVersionUID = 1L;

  KitException(String message) {
    super(message);
  }
}
