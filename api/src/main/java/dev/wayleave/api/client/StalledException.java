package dev.wayleave.api.client;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;

/// An answer that began and then went silent; the message is a sentence for a person.
public final class StalledException extends IOException {
  private static final long serialVersionUID = 1L;

  StalledException(URI url, Duration limit) {
    super(
        "The coordinator at "
            + url
            + " fell silent for "
            + (limit.toMillis() < 1000 ? limit.toMillis() + " ms" : limit.toSeconds() + " s")
            + " in the middle of its answer; look at its log and at the network, then try again.");
  }
}
