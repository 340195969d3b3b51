package dev.wayleave.tailnet.policy.dialect;

import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.policy.language.PolicyFault;
import dev.wayleave.tailnet.policy.language.PolicyReader;
import dev.wayleave.tailnet.policy.language.Reading;
import dev.wayleave.tailnet.policy.syntax.Edit;
import dev.wayleave.tailnet.policy.syntax.JsonObject;
import dev.wayleave.tailnet.policy.syntax.PolicyEditException;
import dev.wayleave.tailnet.policy.syntax.PolicySyntax;
import dev.wayleave.tailnet.policy.syntax.PolicySyntaxException;
import dev.wayleave.tailnet.policy.syntax.PolicyText;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Takes a policy of Headscale over.
public final class HeadscaleTranslation {
  private final PolicyEngine engine;
  private final SourceView source;
  private final PolicyMeaning meaning;

  /// @param inventory users, nodes and pre-auth keys of the source
  /// @param stripEmailDomain the source's setting `oidc.strip_email_domain`, true by default
  public HeadscaleTranslation(
      PolicyEngine engine, Inventory inventory, boolean stripEmailDomain, PolicyMeaning meaning) {
    this.engine = engine;
    this.source = SourceView.of(engine, inventory, stripEmailDomain);
    this.meaning = meaning;
  }

  /// Translates a text.
  ///
  /// @param text null or blank where there is no policy
  /// @param label what to call the policy in findings, for example `policy 7`
  public Translation translate(@Nullable String text, String label) {
    Remarks remarks = new Remarks(label, engine);
    if (text == null || text.isBlank() || engine == PolicyEngine.V0_2) {
      remarks.add(
          Finding.info(
              "POLICY_WRITTEN_OUT",
              label,
              remarks.headscale()
                  + " without a policy lets every node reach every other; this is"
                  + " now written as a rule.",
              "Nothing, if that is what is wanted."));
      return new Translation.Rewritten(WrittenOut.ALLOW_ALL_POLICY, remarks.findings());
    }
    if (PolicySyntax.fault(text).isPresent()) {
      // Whoever reads the source says so with the place.
      return new Translation.Refused(List.of());
    }
    try {
      return translate(PolicyText.parse(text), remarks);
    } catch (PolicySyntaxException | PolicyEditException e) {
      throw new IllegalStateException("a policy that was read cannot be edited", e);
    }
  }

  private Translation translate(PolicyText text, Remarks remarks)
      throws PolicySyntaxException, PolicyEditException {
    SourcePolicy policy = new SourcePolicyReader(engine).read(text.root());
    SourceView view = source.under(policy);
    PolicyText edited =
        users(new Sections(engine, policy, meaning, remarks).rewrite(text), policy, view, remarks);
    if (read(edited) instanceof Reading.Refused(List<PolicyFault> faults)) {
      return refused(faults, remarks);
    }
    edited = sshMeaning(edited);
    edited = new Settlement(view, policy, meaning, remarks).settle(edited);
    return edited.text().equals(text.text())
        ? new Translation.Unchanged(remarks.findings())
        : new Translation.Rewritten(edited.text(), remarks.findings());
  }

  static Reading read(PolicyText text) {
    return PolicyReader.read((JsonObject) text.root());
  }

  private static Translation refused(List<PolicyFault> faults, Remarks remarks) {
    for (PolicyFault fault : faults) {
      remarks.add(
          Finding.blocker(
              "POLICY_INVALID",
              remarks.object(fault.at(), ""),
              "It cannot be read here: " + fault.message() + ".",
              "Correct the policy at the source and read it again."));
    }
    return new Translation.Refused(remarks.findings());
  }

  private static PolicyText users(
      PolicyText text, SourcePolicy policy, SourceView view, Remarks remarks)
      throws PolicySyntaxException {
    SourceWords words = view.words(policy, Places.of(view.directory(), Set.of()));
    UserWords users = new UserWords(words, view.users(), view.directory());
    users.rewrite(text.root());
    users
        .unknown()
        .forEach((word, at) ->
            remarks.add(
                Finding.info(
                    "POLICY_USER_UNKNOWN",
                    remarks.object(at.at().at(), word),
                    "\"%s\" names no user, or more than one, and so nobody.".formatted(word),
                    "Nothing; it names nobody at the source either.")));
    if (users.edits().isEmpty()) {
      return text;
    }
    Map.Entry<String, String> example = users.rewritten().entrySet().iterator().next();
    remarks.add(
        Finding.info(
            "POLICY_REWRITTEN",
            remarks.policy(),
            "Names of users (%d) are written as logins, for example \"%s\" as \"%s\"; the text as it was stays as the version before."
                .formatted(users.edits().count(), example.getKey(), example.getValue()),
            "Nothing."));
    return PolicyText.parse(users.edits().apply(text.text()));
  }

  /// Under the source's meaning, SSH rules are written without what had no effect there.
  private PolicyText sshMeaning(PolicyText text) throws PolicyEditException {
    return meaning == PolicyMeaning.SOURCE
        ? text.edit(new SshWriter(engine).edits(text.root()).toArray(Edit[]::new))
        : text;
  }
}
