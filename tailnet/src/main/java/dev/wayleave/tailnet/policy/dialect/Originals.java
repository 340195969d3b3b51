package dev.wayleave.tailnet.policy.dialect;

import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.model.PolicyVersion;
import dev.wayleave.tailnet.model.Transition;
import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;

/// Keeps the text that a policy was rewritten from, and finds it again.
///
/// A rewritten version is named after the version that it was made of. An edit makes a version with
/// a number of its own, so that the name also tells that nobody edited it.
public final class Originals {
  private static final String SUFFIX = "-rewritten";

  /// What the hosted plane is called as a source.
  private static final String HOSTED = "tailscale";

  /// In place of a version where there was no policy.
  private static final String NONE = "none";

  private Originals() {}

  /// What to put in force after the original, which may be none.
  public static PolicyVersion rewritten(
      Optional<PolicyVersion> original, String text, PolicyEngine engine) {
    String id = original.map(PolicyVersion::id).orElse(NONE);
    return new PolicyVersion(
        id + SUFFIX,
        text,
        true,
        original.isPresent()
            ? "rewritten from " + id + " of Headscale " + engine.releases()
            : "written out: Headscale " + engine.releases() + " without a policy",
        original.map(PolicyVersion::createdAt).orElse(null));
  }

  /// Whether a tailnet's versions came from a Headscale, as far as they are not edits; those that
  /// were read from the hosted plane did not.
  public static boolean areOfHeadscale(Inventory inventory) {
    return !inventory.source().kind().equals(HOSTED)
        && inventory.hosted().isEmpty()
        && inventory.transition().map(Transition::plane).filter(HOSTED::equals).isEmpty();
  }

  /// The engine whose text a version was rewritten from; nothing where it was not.
  static Optional<PolicyEngine> engine(PolicyVersion rewritten) {
    return Arrays.stream(PolicyEngine.values())
        .filter(engine -> rewritten.origin().endsWith(" of Headscale " + engine.releases()))
        .findFirst();
  }

  /// The original as it is kept: no longer in force.
  public static PolicyVersion kept(PolicyVersion original) {
    return new PolicyVersion(
        original.id(), original.text(), false, original.origin(), original.createdAt());
  }

  /// What a target with the dialect of the source is given.
  public sealed interface WayBack {
    /// A text, byte for byte.
    record Text(PolicyVersion version) implements WayBack {}

    /// No policy.
    record None() implements WayBack {}
  }

  /// The policy for a target that speaks the source's dialect: the original behind the version in
  /// force if nobody edited that one, else the version itself.
  public static WayBack forSource(Collection<PolicyVersion> versions) {
    Optional<PolicyVersion> inUse = versions.stream().filter(PolicyVersion::inUse).findFirst();
    if (inUse.isEmpty()) {
      return new WayBack.None();
    }
    String id = inUse.get().id();
    if (!id.endsWith(SUFFIX)) {
      return new WayBack.Text(inUse.get());
    }
    String original = id.substring(0, id.length() - SUFFIX.length());
    return versions.stream()
        .filter(version -> version.id().equals(original))
        .findFirst()
        .<WayBack>map(WayBack.Text::new)
        .orElseGet(
            () -> original.equals(NONE) ? new WayBack.None() : new WayBack.Text(inUse.get()));
  }
}
