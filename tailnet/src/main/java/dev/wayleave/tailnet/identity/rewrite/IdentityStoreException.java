package dev.wayleave.tailnet.identity.rewrite;

import java.io.Serial;

/// A store of identities cannot be read or changed; the message is one sentence with what happened,
/// where, and what to do.
public final class IdentityStoreException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  public IdentityStoreException(String sentence) {
    super(sentence);
  }

  public IdentityStoreException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
