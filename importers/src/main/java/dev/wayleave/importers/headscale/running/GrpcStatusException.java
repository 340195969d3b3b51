package dev.wayleave.importers.headscale.running;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// A server that speaks gRPC and does not do what it was asked.
final class GrpcStatusException extends IOException {
  private static final long serialVersionUID = 1L;

  /// @param status the number that gRPC gives the reason; null where the server gave none
  GrpcStatusException(@Nullable String status) {
    super(
        status != null && status.matches("[0-9]{1,2}")
            ? "gRPC status " + status
            : "no gRPC status");
  }
}
