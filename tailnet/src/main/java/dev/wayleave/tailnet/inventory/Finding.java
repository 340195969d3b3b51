package dev.wayleave.tailnet.inventory;

import com.fasterxml.jackson.annotation.JsonProperty;

/// Something a person should know before a migration is applied; there is one per object.
///
/// @param code names the kind of finding, for `--accept CODE` and for searching the documentation
/// @param object kind, id and human name, for example `node 5 (db-1)`
/// @param what one sentence with the value that caused it
/// @param remedy one sentence: what to do
public record Finding(Level level, String code, String object, String what, String remedy) {
  /// How much a finding weighs.
  public enum Level {
    /// `apply` refuses.
    @JsonProperty("BLOCKER")
    BLOCKER,
    /// Something is not carried; `apply` refuses until it is accepted by its code.
    @JsonProperty("LOSSY")
    LOSSY,
    /// Carried, but someone must do something.
    @JsonProperty("ACTION")
    ACTION,
    /// Good to know.
    @JsonProperty("INFO")
    INFO
  }

  public static Finding blocker(String code, String object, String what, String remedy) {
    return new Finding(Level.BLOCKER, code, object, what, remedy);
  }

  public static Finding lossy(String code, String object, String what, String remedy) {
    return new Finding(Level.LOSSY, code, object, what, remedy);
  }

  public static Finding action(String code, String object, String what, String remedy) {
    return new Finding(Level.ACTION, code, object, what, remedy);
  }

  public static Finding info(String code, String object, String what, String remedy) {
    return new Finding(Level.INFO, code, object, what, remedy);
  }
}
