package dev.wayleave.api.migration;

import com.fasterxml.jackson.annotation.JsonProperty;

/// How far a migration has come.
public enum MigrationState {
  /// Its bundle is stored and its plan can be looked at; nothing has changed.
  @JsonProperty("planned")
  PLANNED,
  @JsonProperty("applied")
  APPLIED,
  @JsonProperty("rolled-back")
  ROLLED_BACK
}
