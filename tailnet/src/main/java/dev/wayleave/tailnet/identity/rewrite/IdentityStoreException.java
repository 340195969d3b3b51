package dev.wayleave.tailnet.identity.rewrite;

import java.io.Serial;

/// A store of identities cannot be read or changed; the message is one sentence with what happened,
/// where, and what to do.
public final class IdentityStoreException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  private final boolean refusal;

  public IdentityStoreException(String sentence) {
    super(sentence);
    this.refusal = false;
  }

  public IdentityStoreException(String sentence, Throwable cause) {
    super(sentence, cause);
    this.refusal = false;
  }

  private IdentityStoreException(String sentence, boolean refusal) {
    super(sentence);
    this.refusal = refusal;
  }

  /// The store is there and could be written, but what it holds now forbids it.
  public static IdentityStoreException refused(String sentence) {
    return new IdentityStoreException(sentence, true);
  }

  /// Whether what the store holds forbids it, rather than that something failed.
  public boolean isRefusal() {
    return refusal;
  }
}
