package dev.wayleave.tailnet.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One text of the policy, byte for byte as its author wrote it.
///
/// @param id the source's number of the version, or `file` for a policy file; unique in a tailnet
/// @param inUse whether the source goes by this text; true for at most one version
/// @param origin where it stood, for example `database` or the path of the policy file
/// @param author who put it in force; null where the source does not say
/// @param message why, in the author's words; null where nothing was said
/// @param previous the id of the version that it took the place of; null where none is known
public record PolicyVersion(
    String id,
    String text,
    boolean inUse,
    String origin,
    @Nullable Instant createdAt,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String author,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String message,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String previous)
    implements TailnetEntity {
  /// The id of the version that a policy file holds.
  public static final String FILE_ID = "file";

  /// A version of which nobody knows who wrote it, nor why.
  public PolicyVersion(
      String id, String text, boolean inUse, String origin, @Nullable Instant createdAt) {
    this(id, text, inUse, origin, createdAt, null, null, null);
  }

  /// This version, which no longer is in use.
  public PolicyVersion retired() {
    return new PolicyVersion(id, text, false, origin, createdAt, author, message, previous);
  }
}
