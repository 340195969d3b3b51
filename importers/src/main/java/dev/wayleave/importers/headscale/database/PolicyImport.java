package dev.wayleave.importers.headscale.database;

import dev.wayleave.tailnet.inventory.Entity;
import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.inventory.plan.Labels;
import dev.wayleave.tailnet.model.PolicyVersion;
import dev.wayleave.tailnet.policy.dialect.HeadscaleTranslation;
import dev.wayleave.tailnet.policy.dialect.Originals;
import dev.wayleave.tailnet.policy.dialect.PolicyEngine;
import dev.wayleave.tailnet.policy.dialect.PolicyMeaning;
import dev.wayleave.tailnet.policy.dialect.RequestedTags;
import dev.wayleave.tailnet.policy.dialect.Translation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Puts the policy that Headscale goes by into a text that means the same here.
///
/// The text as it was stays as a version, and the one to go by is the next.
///
/// @param base users, nodes and keys of the source
/// @param release the release that wrote the database
/// @param stripEmailDomain the setting `oidc.strip_email_domain`
public record PolicyImport(
    Inventory base, String release, boolean stripEmailDomain, PolicyMeaning meaning) {

  /// The versions after the translation, at most one of them in use.
  ///
  /// @param tags what becomes of the tags that nodes ask for
  public record Result(
      List<Entity<PolicyVersion>> versions, List<Finding> findings, AskedTags tags) {
    /// A policy that tells nothing of tags.
    public Result(List<Entity<PolicyVersion>> versions, List<Finding> findings) {
      this(versions, findings, AskedTags.NONE);
    }

    public Result {
      versions = List.copyOf(versions);
      findings = List.copyOf(findings);
    }
  }

  /// Translates the version that is in use.
  ///
  /// @param hujson the text of that version where it was not HuJSON
  public Result translate(List<Entity<PolicyVersion>> versions, @Nullable String hujson) {
    Optional<Entity<PolicyVersion>> inUse =
        versions.stream().filter(version -> version.value().inUse()).findFirst();
    Optional<PolicyEngine> engine = PolicyEngine.ofRelease(release);
    if (inUse.isEmpty() || engine.isEmpty()) {
      return new Result(versions, List.of());
    }
    PolicyVersion original = inUse.get().value();
    String text = hujson == null ? original.text() : hujson;
    AskedTags tags = askedTags(engine.get(), text);
    Translation translation =
        translation(engine.get(), engine.get().honoursRequestedTags() ? base : tags.on(base))
            .translate(text, Labels.object(original));
    List<Finding> findings = new ArrayList<>(translation.findings());
    unsureRelease(engine.get(), translation, original, text).ifPresent(findings::add);
    return switch (translation) {
      case Translation.Unchanged _ -> new Result(versions, findings, tags);
      case Translation.Refused _ -> new Result(versions, findings);
      case Translation.Rewritten(String other, _) ->
          new Result(with(versions, inUse.get(), other, engine.get()), findings, tags);
    };
  }

  /// Writes out what Headscale does without a policy.
  public Result writeOut(List<Entity<PolicyVersion>> unused) {
    Optional<PolicyEngine> engine = PolicyEngine.ofRelease(release);
    if (engine.isEmpty()
        || !(translation(engine.get(), base).translate(null, "policy")
            instanceof Translation.Rewritten(String text, List<Finding> findings))) {
      return new Result(unused, List.of());
    }
    List<Entity<PolicyVersion>> versions = new ArrayList<>(unused);
    versions.add(new Entity<>(Originals.rewritten(Optional.empty(), text, engine.get()), null));
    return new Result(versions, findings);
  }

  /// Where an older release may have run last, or 0.28 has begun to migrate its database, nodes do
  /// not yet have the tags that they ask for. 0.28 gives them when it is done.
  private AskedTags askedTags(PolicyEngine engine, String text) {
    PolicyEngine asked =
        engine.honoursRequestedTags()
            ? engine
            : PolicyEngine.ofFirstRelease(release).orElse(engine);
    return new AskedTags(RequestedTags.of(asked, base, stripEmailDomain, text));
  }

  private HeadscaleTranslation translation(PolicyEngine engine, Inventory inventory) {
    return new HeadscaleTranslation(engine, inventory, stripEmailDomain, meaning);
  }

  private static List<Entity<PolicyVersion>> with(
      List<Entity<PolicyVersion>> versions,
      Entity<PolicyVersion> original,
      String text,
      PolicyEngine engine) {
    List<Entity<PolicyVersion>> all = new ArrayList<>();
    for (Entity<PolicyVersion> version : versions) {
      all.add(
          version.value().id().equals(original.value().id())
              ? new Entity<>(Originals.kept(original.value()), original.row())
              : version);
    }
    all.add(new Entity<>(Originals.rewritten(Optional.of(original.value()), text, engine), null));
    return all;
  }

  /// Tells where the first release of a range would have read the policy otherwise.
  private Optional<Finding> unsureRelease(
      PolicyEngine engine, Translation translation, PolicyVersion original, String text) {
    return PolicyEngine.ofFirstRelease(release)
        .filter(first -> first != engine)
        .filter(first ->
            !translation(first, base).translate(text, Labels.object(original)).equals(translation))
        .map(_ ->
            Finding.action(
                "POLICY_RELEASE_UNSURE",
                Labels.object(original),
                "The database was written by a release from "
                    + release
                    + ", the first of which reads this policy differently; it is read as by the"
                    + " last.",
                "If an older one ran last, check what the policy allows after the migration."));
  }
}
