package dev.wayleave.coordinator.kept;

/// How many rows of a kind there may be.
///
/// @param most the one more that is kept included
public record Bound(Among among, int most, Beyond beyond) {
  /// Which rows count.
  public enum Among {
    /// Those of the kind that wait.
    ALL,
    /// Of those the ones of the same owner.
    OWNER,
    /// Of those the ones of the same source.
    SOURCE,
    /// Of those the ones with the same proof.
    PROOF,
    /// Those of the kind that were decided on.
    DECIDED
  }

  /// What happens where there are so many already.
  public enum Beyond {
    /// The oldest of them is forgotten, which makes room under the bounds that follow too.
    OLDEST_GIVES_WAY,
    /// One more is not kept.
    REFUSED
  }

  public static Bound oldestGivesWay(Among among, int most) {
    return new Bound(among, most, Beyond.OLDEST_GIVES_WAY);
  }

  public static Bound refused(Among among, int most) {
    return new Bound(among, most, Beyond.REFUSED);
  }
}
