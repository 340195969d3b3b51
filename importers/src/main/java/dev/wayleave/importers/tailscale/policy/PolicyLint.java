package dev.wayleave.importers.tailscale.policy;

import dev.wayleave.importers.tailscale.json.HostedNotes;
import dev.wayleave.importers.tailscale.json.ObjectNotes;
import dev.wayleave.tailnet.policy.PolicyGate;
import dev.wayleave.tailnet.policy.Verdict;
import dev.wayleave.tailnet.policy.check.TestFailure;
import dev.wayleave.tailnet.policy.directory.Directory;
import dev.wayleave.tailnet.policy.language.NodeAttribute;
import dev.wayleave.tailnet.policy.language.Policy;
import dev.wayleave.tailnet.policy.language.PolicyFault;
import dev.wayleave.tailnet.policy.language.Selector;
import dev.wayleave.tailnet.policy.language.SshRule;
import dev.wayleave.tailnet.policy.syntax.JsonObject;
import dev.wayleave.tailnet.policy.syntax.PolicySyntaxException;
import dev.wayleave.tailnet.policy.syntax.PolicyText;
import dev.wayleave.tailnet.policy.syntax.Position;
import java.util.List;
import java.util.stream.Collectors;

/// Judges a policy on the tailnet that it came with.
///
/// The hosted service took this text, so that whatever is found tells of what is missing here: a
/// group of an identity provider, a feature, or devices that the export does not hold.
public final class PolicyLint {
  private final HostedNotes notes;
  private final Directory directory;

  public PolicyLint(HostedNotes notes, Directory directory) {
    this.notes = notes;
    this.directory = directory;
  }

  /// Whether a policy leaves everything to the rule that stands in for missing ones.
  public static boolean hasNoRules(String text) {
    try {
      return PolicyText.parse(text).root() instanceof JsonObject root
          && root.members().stream()
              .noneMatch(section ->
                  section.name().value().equalsIgnoreCase("acls")
                      || section.name().value().equalsIgnoreCase("grants"));
    } catch (PolicySyntaxException _) {
      // Its fault is told by itself.
      return false;
    }
  }

  public void judge(String text) {
    List<UndefinedGroups.Group> groups = UndefinedGroups.of(text);
    groups.forEach(this::group);
    switch (PolicyGate.read(text, directory)) {
      case Verdict.Refused(_, List<PolicyFault> faults, _) ->
          faults.stream()
              .filter(fault -> groups.stream().noneMatch(group -> group.explains(fault)))
              .forEach(this::fault);
      case Verdict.Accepted(_, Policy policy, List<PolicyFault> remarks) -> {
        remarks.forEach(this::note);
        features(policy);
        tests(policy);
      }
    }
  }

  private ObjectNotes at(Position at) {
    return notes.of("policy, line " + at.line() + ", column " + at.column());
  }

  private void group(UndefinedGroups.Group group) {
    ObjectNotes own = notes.of("policy " + group.name());
    String what =
        "It is used at line "
            + group.at().line()
            + " and defined nowhere in the policy: an identity provider keeps it, and the API does"
            + " not tell its members.";
    String remedy = "Write its members into the section groups of acl.hujson in the export folder.";
    if (group.ofProvider()) {
      own.lossy("GROUP_NOT_IN_POLICY", what + " Here it is nobody.", remedy);
    } else {
      own.blocker("GROUP_UNDEFINED", what + " The policy cannot be taken without it.", remedy);
    }
  }

  private void fault(PolicyFault fault) {
    at(fault.at())
        .blocker(
            "POLICY_INVALID",
            "The policy is not taken: " + fault.message() + ".",
            "Correct it on the old plane and export again, or in acl.hujson in the export folder.");
  }

  private void note(PolicyFault note) {
    at(note.at())
        .action(
            "POLICY_NOTE",
            "It does less than it seems: " + note.message() + ".",
            "Check what the rule is for.");
  }

  private void features(Policy policy) {
    for (NodeAttribute attribute : policy.nodeAttributes()) {
      ObjectNotes own = notes.of("policy " + attribute.name());
      if (attribute.attributes().contains("funnel")) {
        own.lossy(
            "FUNNEL",
            "It lets devices be reached from the internet through Funnel, which only the hosted"
                + " service runs.",
            "Publish these services another way.");
      }
      if (attribute.attributes().contains("mullvad")) {
        own.lossy(
            "MULLVAD",
            "It lets devices use exit nodes of Mullvad, which the hosted service rents out.",
            "Choose other exit nodes.");
      }
    }
    for (SshRule rule : policy.ssh()) {
      if (!rule.recorders().isEmpty()) {
        notes
            .of("policy " + rule.name())
            .action(
                "SSH_RECORDER",
                "Its sessions are recorded by "
                    + rule.recorders().stream()
                        .map(Selector::text)
                        .collect(Collectors.joining(", "))
                    + ", which have to be reached from both sides.",
                rule.enforceRecorder()
                    ? "Move the recorders first: sessions are refused where none is reached."
                    : "Move the recorders first.");
      }
    }
    if (policy.derpMap() != null) {
      notes
          .of("policy derpMap")
          .info(
              "POLICY_DERP_MAP",
              "The policy adds relays of its own to the map; they are served from here too.",
              "Check that these relays admit clients of the new plane.");
    }
  }

  private void tests(Policy policy) {
    List<TestFailure> failures = PolicyGate.failures(policy, directory);
    for (TestFailure failure : failures) {
      notes
          .of("policy " + failure.test())
          .action(
              "POLICY_TEST_FAILED",
              "A test of the policy fails on the tailnet as it was read (line "
                  + failure.at().line()
                  + ", source "
                  + HostedNotes.quoted(failure.source())
                  + "): "
                  + failure.sentence()
                  + ".",
              "Find out whether it fails on the old plane too; if not, the export lacks something.");
    }
    int all = policy.tests().size() + policy.sshTests().size();
    if (all > 0 && failures.isEmpty()) {
      notes
          .of("policy tests")
          .info(
              "POLICY_TESTS_PASSED",
              "All " + all + " tests of the policy pass on the tailnet as it was read.",
              "Nothing.");
    }
  }
}
