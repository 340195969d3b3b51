package dev.wayleave.coordinator.kept;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/// One row: something that waits, or that is remembered.
///
/// @param key what it is found by; a hash where whoever knows it may do something by it alone
/// @param owner of whom there are only so many
/// @param source from where there come only so many
/// @param proof what has to be shown beside the key, or what is alike with others
/// @param answer what it came to; null while it waits
/// @param tries how often somebody tried
/// @param seen when it was last used; whoever gives way is the one that was used least lately
/// @param until when it counts no more
public record Kept(
    KeptKind kind,
    String key,
    String owner,
    String source,
    String proof,
    String body,
    @Nullable String answer,
    int tries,
    Instant begun,
    Instant seen,
    Instant until) {
  /// One that begins.
  public static Kept of(KeptKind kind, String key, String body, Instant begun, Instant until) {
    return new Kept(kind, key, "", "", "", body, null, 0, begun, begun, until);
  }

  public Kept of(String owner, String source) {
    return new Kept(kind, key, owner, source, proof, body, answer, tries, begun, seen, until);
  }

  public Kept showing(String proof) {
    return new Kept(kind, key, owner, source, proof, body, answer, tries, begun, seen, until);
  }

  /// As exact as a row is.
  public static Instant exact(Instant time) {
    return time.truncatedTo(ChronoUnit.MICROS);
  }
}
