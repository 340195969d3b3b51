package dev.wayleave.tailnet.policy.language;

import dev.wayleave.tailnet.policy.syntax.Position;

/// Why a policy is refused.
///
/// @param message the hosted service's own wording where it is known; holds no position
public record PolicyFault(Position at, String message) {
  @Override
  public String toString() {
    return at + ": " + message;
  }
}
