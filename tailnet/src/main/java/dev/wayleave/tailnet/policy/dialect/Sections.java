package dev.wayleave.tailnet.policy.dialect;

import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.policy.dialect.PolicyEngine.Default;
import dev.wayleave.tailnet.policy.syntax.Edit;
import dev.wayleave.tailnet.policy.syntax.Json;
import dev.wayleave.tailnet.policy.syntax.Member;
import dev.wayleave.tailnet.policy.syntax.PolicyEditException;
import dev.wayleave.tailnet.policy.syntax.PolicyText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/// Writes out what an engine takes for granted, and takes out what it skips.
final class Sections {
  /// What the hosted language has; of names that it has not, only the name is lost.
  private static final Set<String> LANGUAGE =
      Set.of(
          "grants",
          "nodeattrs",
          "autoapprovers",
          "ssh",
          "sshtests",
          "postures",
          "defaultsrcposture",
          "srcposture",
          "ipsets",
          "attrconfig",
          "derpmap",
          "disableipv4",
          "onecgnatroute",
          "randomizeclientport",
          "proto",
          "acceptenv",
          "recorder",
          "enforcerecorder");

  private final PolicyEngine engine;
  private final SourcePolicy policy;
  private final PolicyMeaning meaning;
  private final Remarks remarks;
  private final List<Edit> edits = new ArrayList<>();

  Sections(PolicyEngine engine, SourcePolicy policy, PolicyMeaning meaning, Remarks remarks) {
    this.engine = engine;
    this.policy = policy;
    this.meaning = meaning;
    this.remarks = remarks;
  }

  PolicyText rewrite(PolicyText text) throws PolicyEditException {
    skipped(policy.root(), "", engine::hasSection);
    entries("acls", engine::hasRuleMember);
    if (engine.hasSection("ssh")) {
      entries("ssh", engine::hasSshMember);
      ssh();
    }
    if (engine.isBefore(PolicyEngine.V0_26)) {
      undefinedTags();
    }
    if (engine == PolicyEngine.V0_27 || engine == PolicyEngine.V0_28) {
      edits.addAll(new SelfRules(policy, remarks).edits());
    }
    if (policy.rules().isEmpty()) {
      withoutRules();
    }
    return text.edit(edits.toArray(Edit[]::new));
  }

  private void entries(String section, Predicate<String> known) {
    SourceFields.member(policy.root(), section)
        .ifPresent(at -> {
          List<Json> entries = SourceFields.elements(at.value());
          for (int i = 0; i < entries.size(); i++) {
            skipped(entries.get(i), "/" + escaped(at.name().value()) + "/" + i, known);
          }
        });
  }

  private void skipped(Json object, String path, Predicate<String> known) {
    for (Member member : SourceFields.members(object)) {
      String name = member.name().value();
      if (!known.test(name) && !name.startsWith("#")) {
        skipped(member, name, path);
      }
    }
  }

  private void skipped(Member member, String name, String path) {
    String key = name.toLowerCase(Locale.ROOT);
    String object = remarks.object(member.name().at(), name);
    if (key.equals("tests") && path.isEmpty()) {
      remarks.add(
          Finding.info(
              "POLICY_TESTS_NOT_RUN",
              object,
              remarks.headscale()
                  + " does not run the policy's tests; here each change has to pass"
                  + " them.",
              "Nothing; correct or remove a test that fails when you next change the policy."));
      return;
    }
    boolean known = LANGUAGE.contains(key);
    if (known && meaning == PolicyMeaning.WAYLEAVE) {
      remarks.add(
          Finding.action(
              "POLICY_SECTION_SKIPPED",
              object,
              remarks.headscale() + " skips \"" + name + "\"; from now on it is in force.",
              "Check that this is what you want."));
      return;
    }
    edits.add(new Edit.Remove(path + "/" + escaped(name)));
    remarks.add(
        known
            ? Finding.action(
                "POLICY_SECTION_SKIPPED",
                object,
                remarks.headscale()
                    + " skips \""
                    + name
                    + "\", which here would be in force; it is"
                    + " taken out so that nothing changes.",
                "Put it back after the migration if it is to be in force.")
            : Finding.info(
                "POLICY_NAME_SKIPPED",
                object,
                remarks.headscale()
                    + " skips \""
                    + name
                    + "\", which has no meaning here either; it"
                    + " is taken out.",
                "Nothing."));
  }

  private static String escaped(String name) {
    return name.replace("~", "~0").replace("/", "~1");
  }

  /// `*` in SSH rules is every device; here it is written as both kinds of devices.
  private void ssh() {
    if (engine.isSince(PolicyEngine.V0_28)) {
      return;
    }
    SourceFields.member(policy.root(), "ssh")
        .ifPresent(at -> {
          List<Json> entries = SourceFields.elements(at.value());
          for (int i = 0; i < entries.size(); i++) {
            everybody(entries.get(i), "/" + escaped(at.name().value()) + "/" + i);
          }
        });
  }

  private void everybody(Json rule, String path) {
    for (Member member : SourceFields.members(rule)) {
      String name = member.name().value();
      boolean side = name.equalsIgnoreCase("src") || name.equalsIgnoreCase("dst");
      if (side
          && SourceFields.words(member.value()).stream().anyMatch(w -> w.value().equals("*"))) {
        edits.add(
            new Edit.Replace(
                path + "/" + escaped(name), "[\"autogroup:member\", \"autogroup:tagged\"]"));
        remarks.add(
            Finding.info(
                "POLICY_REWRITTEN",
                remarks.object(member.name().at(), name),
                "\"*\" is no word of SSH rules here; it is written as autogroup:member and"
                    + " autogroup:tagged, which are all devices.",
                "Nothing."));
      }
    }
  }

  /// A tag that nodes have may be used without an owner until 0.25; here it must be defined.
  private void undefinedTags() {
    Set<String> missing = new TreeSet<>();
    for (PolicyWord word : PolicyWord.in(policy.root())) {
      boolean tag = word.word().startsWith("tag:") && word.role() != PolicyWord.Role.MEMBER;
      if (tag && !policy.tagOwners().containsKey(word.word())) {
        missing.add(word.word());
      }
    }
    if (missing.isEmpty()) {
      return;
    }
    String section =
        SourceFields.member(policy.root(), "tagOwners").map(m -> m.name().value()).orElse("");
    if (section.isEmpty()) {
      section = "tagOwners";
      edits.add(new Edit.Add("/tagOwners", "{}"));
    }
    for (String tag : missing) {
      edits.add(new Edit.Add("/" + section + "/" + escaped(tag), "[]"));
      remarks.add(
          Finding.info(
              "POLICY_TAG_DEFINED",
              remarks.policy(),
              "The tag "
                  + tag
                  + " is used without an owner; it is defined without one, so that"
                  + " administrators alone give it, as before.",
              "Nothing."));
    }
  }

  private void withoutRules() {
    boolean empty = policy.groups().isEmpty() && policy.hosts().isEmpty();
    Default found = engine.withoutRules(empty);
    if (found == Default.NONE && meaning == PolicyMeaning.ASK) {
      remarks.add(
          Finding.blocker(
              "POLICY_EMPTY",
              remarks.policy(),
              remarks.headscale()
                  + " does not start with a policy that has no rules, groups or"
                  + " hosts, so that nobody can say what it allows.",
              "Write the rules that you want at the source, or plan with --policy-meaning source"
                  + " (denies everything) or --policy-meaning wayleave (allows everything)."));
      return;
    }
    boolean allow =
        found == Default.ALLOW || (found == Default.NONE && meaning == PolicyMeaning.WAYLEAVE);
    String section =
        SourceFields.member(policy.root(), "acls").map(m -> m.name().value()).orElse("acls");
    edits.add(new Edit.Add("/" + section, allow ? WrittenOut.ALLOW_ALL : WrittenOut.DENY_ALL));
    remarks.add(
        Finding.info(
            "POLICY_WRITTEN_OUT",
            remarks.policy(),
            allow
                ? remarks.headscale()
                    + " lets every node reach every other where a policy has no"
                    + " rules; this is now written as a rule."
                : remarks.headscale()
                    + " lets no node reach any other where a policy has no rules;"
                    + " this is now written as an empty list of rules.",
            "Nothing, if that is what is wanted."));
  }
}
