package dev.wayleave.tailnet.inventory.bundle;

import java.io.IOException;

/// A bundle that cannot be read; the message is a sentence for a person, the reason for programs.
public final class BundleException extends IOException {
  private static final long serialVersionUID = 1L;

  /// Why a bundle cannot be read.
  public enum Reason {
    /// The bytes are not a bundle.
    NOT_A_BUNDLE,
    /// A newer Wayleave wrote it.
    NEWER_FORMAT,
    /// It is encrypted and no passphrase was given.
    PASSPHRASE_MISSING,
    /// The passphrase is wrong, or the bytes were changed.
    PASSPHRASE_WRONG,
    /// It ends before its end.
    TRUNCATED,
    /// Its content does not agree with its manifest or is not what a bundle holds.
    DAMAGED,
    /// It is larger than the reader takes.
    TOO_LARGE
  }

  private final Reason reason;

  BundleException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  BundleException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
