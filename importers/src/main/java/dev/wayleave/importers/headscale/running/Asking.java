package dev.wayleave.importers.headscale.running;

import dev.wayleave.tailnet.model.SecretText;
import java.net.URI;

/// Whether the running server is asked for what its database does not hold.
public sealed interface Asking {
  /// It is asked over its unix socket, where that is there and answers.
  record WhereItAnswers() implements Asking {}

  /// It is asked over its API, and what it cannot answer ends the reading.
  record At(URI url, SecretText key) implements Asking {}

  /// It is not asked.
  record Never() implements Asking {}
}
