package dev.wayleave.tailnet.policy.dialect;

import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.plan.Labels;
import dev.wayleave.tailnet.model.PolicyVersion;
import dev.wayleave.tailnet.policy.language.Policy;
import dev.wayleave.tailnet.policy.syntax.JsonString;
import dev.wayleave.tailnet.policy.syntax.Member;
import dev.wayleave.tailnet.policy.syntax.Position;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Collects findings about a policy that is written for Headscale.
final class TargetRemarks {
  /// Where versions lie that came from Headscale as they are.
  private static final String DATABASE = "database";

  private static final String CAME =
      "Nothing, if it meant so at the Headscale that it came from; else change the rule.";

  private final String policy;
  private final boolean unedited;
  private final PolicyEngine engine;
  private final List<Finding> findings = new ArrayList<>();

  /// Rules by their names here that are not written, and those that a finding tells of.
  private final Set<String> gone = new HashSet<>();

  private final Set<String> told = new HashSet<>();

  /// @param version the text to be written
  /// @param ofHeadscale whether the tailnet came from a Headscale
  TargetRemarks(PolicyVersion version, PolicyEngine engine, boolean ofHeadscale) {
    this.policy = Labels.object(version);
    this.unedited =
        ofHeadscale
            && (version.origin().equals(DATABASE) || version.id().equals(PolicyVersion.FILE_ID));
    this.engine = engine;
  }

  List<Finding> findings() {
    return findings;
  }

  String policy() {
    return policy;
  }

  String headscale() {
    return "Headscale " + engine.releases();
  }

  void add(Finding finding) {
    findings.add(finding);
  }

  /// `policy 7, line 12, column 3 (acls[3])`.
  String object(Position at, String name) {
    return policy + ", line " + at.line() + ", column " + at.column() + " (" + name + ")";
  }

  /// A rule is not written.
  void gone(String rule) {
    gone.add(rule);
  }

  boolean isGone(String rule) {
    return gone.contains(rule);
  }

  /// Something is not carried, by which nothing more is let through.
  ///
  /// @param why a clause about the target
  void lossy(String code, Position at, String name, String why, String remedy) {
    told.add(name);
    add(Finding.lossy(code, object(at, name), what(why), remedy));
  }

  void lossy(String code, JsonString at, String name, String why, String remedy) {
    lossy(code, at.at(), name, why, remedy);
  }

  /// A condition is not carried, without which a rule would let more through.
  void blocker(String code, Position at, String name, String why, String remedy) {
    told.add(name);
    add(Finding.blocker(code, object(at, name), what(why), remedy));
  }

  /// A rule reaches further there than here. The text may have come from there and have meant that,
  /// which only its owner knows.
  void wider(Position at, String name, String what) {
    String code = "POLICY_RULE_WIDER";
    add(
        unedited
            ? Finding.action(code, object(at, name), what, CAME)
            : Finding.blocker(
                code,
                object(at, name),
                what,
                "Write the rule so that it means the same to both, with users, tags or single"
                    + " addresses."));
  }

  /// A rule reaches less far there than here. A rule of which something was left out is told of.
  void narrower(Position at, String name, String what) {
    if (told.contains(name)) {
      return;
    }
    String code = "POLICY_RULE_NARROWER";
    add(
        unedited
            ? Finding.action(code, object(at, name), what, CAME)
            : Finding.lossy(
                code,
                object(at, name),
                what,
                "Accept that this is no longer allowed, or write the rule in other words."));
  }

  /// Something is said in other words.
  void rewritten(Position at, String name, String why) {
    add(
        Finding.info(
            "POLICY_REWRITTEN",
            object(at, name),
            "For " + headscale() + " it is written in another way: " + why + ".",
            "Nothing."));
  }

  private String what(String why) {
    return "For " + headscale() + " it is left out: " + why + ".";
  }

  /// Tells of a section that the target does not have.
  void section(Member section, Policy policy) {
    String name = section.name().value();
    String accept = "Accept that it is not carried.";
    switch (name.toLowerCase(Locale.ROOT)) {
      case "randomizeclientport" -> {
        if (policy.options().randomizeClientPort()) {
          add(
              Finding.action(
                  "POLICY_OPTION_IN_CONFIG",
                  object(section.name().at(), name),
                  headscale() + " has this as randomize_client_port in its configuration.",
                  "Set it there, unless the configuration is written too."));
        }
      }
      case "tests", "sshtests" ->
          lossy("POLICY_TESTS_LOST", section.name(), name, "it runs no tests of a policy", accept);
      case "defaultsrcposture" -> {
        // Told of with each rule that it holds for.
      }
      default ->
          lossy(
              "POLICY_SECTION_LOST",
              section.name(),
              name,
              "there is no such section there",
              accept);
    }
  }
}
