package dev.wayleave.tailnet.model;

/// What happened to a tailnet between two versions of its image.
public sealed interface TailnetChange {
  /// A change of one entity, which an image can take by itself.
  sealed interface Edit extends TailnetChange {}

  /// An entity is new, or has replaced the one with its id.
  record Put(TailnetEntity entity) implements Edit {}

  /// An entity is gone.
  ///
  /// @param last what it was, for those who must tell others of it
  record Removed(TailnetEntity last) implements Edit {}

  /// So much changed at once (a migration) that the image is to be taken whole.
  record Reloaded() implements TailnetChange {}
}
