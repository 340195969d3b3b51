package dev.wayleave.tailnet.policy.explain;

/// A word that names nothing on the tailnet; the message is one sentence for a person.
public final class PlaceException extends Exception {
  private static final long serialVersionUID = 1L;

  PlaceException(String message) {
    super(message);
  }
}
