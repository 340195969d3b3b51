package dev.wayleave.tailnet.policy.syntax;

/// A change that a policy's text does not allow; the message is a clause that says which and why.
public final class PolicyEditException extends Exception {
  private static final long serialVersionUID = 1L;

  PolicyEditException(String message) {
    super(message);
  }

  PolicyEditException(String message, Throwable cause) {
    super(message, cause);
  }
}
