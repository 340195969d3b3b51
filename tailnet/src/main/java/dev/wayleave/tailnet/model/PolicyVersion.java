package dev.wayleave.tailnet.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One text of the policy, byte for byte as its author wrote it.
///
/// @param id the source's number of the version, or `file` for a policy file; unique in a tailnet
/// @param inUse whether the source goes by this text; true for at most one version
/// @param origin where it stood, for example `database` or the path of the policy file
public record PolicyVersion(
    String id, String text, boolean inUse, String origin, @Nullable Instant createdAt)
    implements TailnetEntity {
  /// The id of the version that a policy file holds.
  public static final String FILE_ID = "file";
}
