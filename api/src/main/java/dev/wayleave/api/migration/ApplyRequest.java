package dev.wayleave.api.migration;

import java.util.Set;

/// Asks to apply a planned migration.
///
/// @param accept codes of LOSSY findings that the operator accepts
public record ApplyRequest(Set<String> accept) {
  public ApplyRequest {
    accept = Set.copyOf(accept);
  }
}
