package dev.wayleave.tailnet.policy.dialect;

import dev.wayleave.tailnet.policy.dialect.TargetLanguage.Spot;
import dev.wayleave.tailnet.policy.language.Policy;
import dev.wayleave.tailnet.policy.syntax.Edit;
import dev.wayleave.tailnet.policy.syntax.Json;
import dev.wayleave.tailnet.policy.syntax.JsonBoolean;
import dev.wayleave.tailnet.policy.syntax.JsonString;
import dev.wayleave.tailnet.policy.syntax.Member;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Writes the rules of `acls`, `grants` and `ssh` for an engine of Headscale.
///
/// A condition that the engine does not know takes its rule with it, and forbids going on, since
/// only a person can say whether the rule may hold without it.
final class TargetRules {
  private static final String POSTURE = "srcPosture";

  private final TargetLanguage language;
  private final Policy policy;
  private final Json root;
  private final TargetWords words;
  private final List<Edit> edits;
  private final TargetRemarks remarks;

  TargetRules(
      TargetLanguage language,
      Policy policy,
      Json root,
      TargetWords words,
      List<Edit> edits,
      TargetRemarks remarks) {
    this.language = language;
    this.policy = policy;
    this.root = root;
    this.words = words;
    this.edits = edits;
    this.remarks = remarks;
  }

  void write() {
    each("acls", this::acl);
    each("ssh", this::ssh);
    if (language.hasGrants()) {
      each("grants", this::grant);
    } else {
      grantsAsAcls();
    }
  }

  private interface Rewriter {
    void rule(Entry entry);
  }

  /// A rule where it stands.
  ///
  /// @param kind the section's name as the language spells it
  private record Entry(String kind, Member section, int index, Json rule) {
    String path() {
      return Pointers.of(section, index);
    }

    String name() {
      return kind + "[" + index + "]";
    }

    String path(Member member) {
      return path() + "/" + Pointers.escaped(member.name().value());
    }

    Optional<Member> member(String name) {
      return SourceFields.member(rule, name);
    }

    List<JsonString> words(String name) {
      return SourceFields.words(rule, name);
    }
  }

  /// From the last to the first, since rules may be taken out.
  private void each(String name, Rewriter rewriter) {
    SourceFields.member(root, name)
        .ifPresent(section -> {
          List<Json> rules = SourceFields.elements(section.value());
          for (int i = rules.size() - 1; i >= 0; i--) {
            rewriter.rule(new Entry(name, section, i, rules.get(i)));
          }
        });
  }

  private void acl(Entry entry) {
    Member sources = entry.member("src").or(() -> entry.member("users")).orElse(null);
    Member targets = entry.member("dst").or(() -> entry.member("ports")).orElse(null);
    if (isConditional(entry) || sources == null || targets == null) {
      remove(entry);
    } else if (lists(entry, sources, Spot.SOURCE, targets, Spot.DESTINATION, true)) {
      withoutBrackets(entry.path(targets), targets);
      rename(entry, sources, "src");
      rename(entry, targets, "dst");
      entry.member(POSTURE).ifPresent(member -> edits.add(new Edit.Remove(entry.path(member))));
    }
  }

  private void remove(Entry entry) {
    edits.add(new Edit.Remove(entry.path()));
    remarks.gone(entry.name());
  }

  private void rename(Entry entry, Member member, String name) {
    if (!member.name().value().equals(name)) {
      edits.add(new Edit.Rename(entry.path(member), name));
    }
  }

  /// `[fd7a::1]:22`, which engines before 0.29 want without brackets.
  private void withoutBrackets(String path, Member targets) {
    if (language.hasGrants()) {
      return;
    }
    List<JsonString> left = words.known(targets.value(), Spot.DESTINATION, true);
    for (int i = 0; i < left.size(); i++) {
      String text = left.get(i).value();
      if (text.startsWith("[")) {
        String plain = TargetWords.withoutPorts(text) + text.substring(text.lastIndexOf(':'));
        edits.add(new Edit.Replace(path + "/" + i, new JsonString(left.get(i).at(), plain)));
      }
    }
  }

  private void grant(Entry entry) {
    Member sources = entry.member("src").orElse(null);
    Member targets = entry.member("dst").orElse(null);
    if (isConditional(entry) || sources == null || targets == null) {
      remove(entry);
      return;
    }
    List<Member> app =
        entry.member("app").map(at -> SourceFields.members(at.value())).orElse(List.of());
    List<Member> foreign =
        app.stream().filter(cap -> !language.mayGive(cap.name().value())).toList();
    foreign.forEach(cap -> capabilityLost(entry, cap));
    if (!foreign.isEmpty() && foreign.size() == app.size() && entry.words("ip").isEmpty()) {
      remove(entry);
    } else if (lists(entry, sources, Spot.SOURCE, targets, Spot.DESTINATION, false)) {
      foreign.forEach(cap ->
          edits.add(
              new Edit.Remove(entry.path() + "/app/" + Pointers.escaped(cap.name().value()))));
      entry.member(POSTURE).ifPresent(member -> edits.add(new Edit.Remove(entry.path(member))));
    }
  }

  private void capabilityLost(Entry entry, Member capability) {
    remarks.lossy(
        "POLICY_CAPABILITY_LOST",
        capability.name(),
        entry.name(),
        "the capability \"" + capability.name().value() + "\" cannot be given there",
        "Accept that the applications that ask for it refuse.");
  }

  private void grantsAsAcls() {
    Optional<Member> acls = SourceFields.member(root, "acls");
    String path = acls.map(Pointers::of).orElse("/acls");
    if (acls.isEmpty() && SourceFields.member(root, "grants").isPresent()) {
      edits.add(new Edit.Add(path, "[]"));
    }
    SourceFields.member(root, "grants")
        .ifPresent(section -> {
          List<Json> rules = SourceFields.elements(section.value());
          for (int i = 0; i < rules.size(); i++) {
            Entry entry = new Entry("grants", section, i, rules.get(i));
            if (!isConditional(entry)) {
              grantAsAcl(entry, path);
            }
          }
        });
  }

  private void grantAsAcl(Entry entry, String acls) {
    entry
        .member("app")
        .ifPresent(
            app -> SourceFields.members(app.value()).forEach(cap -> capabilityLost(entry, cap)));
    if (!entry.words("via").isEmpty()) {
      ruleLost(entry, "rules there do not choose routers (via)");
      return;
    }
    if (entry.words("ip").isEmpty()) {
      return;
    }
    List<JsonString> from = known(entry, "src", Spot.SOURCE);
    List<JsonString> to = known(entry, "dst", Spot.DESTINATION);
    if (from.isEmpty() || to.isEmpty()) {
      ruleLost(entry, "none of its sources, or of its destinations, is a word there");
      return;
    }
    GrantAsAcls.of(entry.words("ip"), from, to)
        .forEach(acl -> edits.add(new Edit.Add(acls + "/-", acl)));
    remarks.rewritten(entry.rule().at(), entry.name(), "grants are written as entries of acls");
  }

  private List<JsonString> known(Entry entry, String name, Spot spot) {
    entry.words(name).stream()
        .filter(word -> !words.takes(word, spot, false))
        .forEach(word -> words.lost(word, entry.name()));
    return entry.words(name).stream().filter(word -> words.takes(word, spot, false)).toList();
  }

  private void ssh(Entry entry) {
    Member sources = entry.member("src").orElse(null);
    Member targets = entry.member("dst").orElse(null);
    Member users = entry.member("users").orElse(null);
    if (isConditional(entry)
        || isRecorded(entry)
        || sources == null
        || targets == null
        || users == null) {
      remove(entry);
      return;
    }
    List<JsonString> names = SourceFields.words(users.value());
    if (names.stream().noneMatch(name -> language.isSshUser(name.value()))) {
      remove(entry);
      ruleLost(entry, "none of its local users can be written there");
    } else if (lists(entry, sources, Spot.SSH_SOURCE, targets, Spot.SSH_DESTINATION, false)) {
      for (int i = names.size() - 1; i >= 0; i--) {
        if (!language.isSshUser(names.get(i).value())) {
          edits.add(new Edit.Remove(entry.path(users) + "/" + i));
          words.lost(names.get(i), entry.name());
        }
      }
      SourceFields.members(entry.rule()).stream()
          .filter(member -> !language.hasSshMember(member.name().value()))
          .forEach(member -> sshMember(entry, member));
    }
  }

  private void sshMember(Entry entry, Member member) {
    edits.add(new Edit.Remove(entry.path(member)));
    boolean says =
        switch (member.name().value().toLowerCase(Locale.ROOT)) {
          case "enforcerecorder" -> false;
          default -> !SourceFields.elements(member.value()).isEmpty();
        };
    if (says) {
      remarks.lossy(
          "POLICY_MEMBER_LOST",
          member.name(),
          entry.name(),
          "\"" + member.name().value() + "\" is not known there",
          "Accept that the rule goes without it.");
    }
  }

  private boolean isRecorded(Entry entry) {
    boolean enforced =
        entry
            .member("enforceRecorder")
            .filter(member -> member.value() instanceof JsonBoolean flag && flag.value())
            .isPresent();
    if (enforced) {
      conditionLost(entry, "it lets sessions through that nobody records (enforceRecorder)");
    }
    return enforced;
  }

  /// Whether a rule holds under conditions that no engine of Headscale knows.
  private boolean isConditional(Entry entry) {
    boolean conditional = !entry.words(POSTURE).isEmpty() || !policy.defaultPostures().isEmpty();
    if (conditional) {
      conditionLost(entry, "rules there do not ask for the posture of a device");
    }
    return conditional;
  }

  private void conditionLost(Entry entry, String why) {
    remarks.blocker(
        "POLICY_CONDITION_LOST",
        entry.rule().at(),
        entry.name(),
        why + ", and without that the rule would let more through",
        "Write the rule without its condition if it may hold so, or remove it, before exporting.");
  }

  /// Keeps the known words of both sides of a rule; one without any is taken out.
  ///
  /// @return whether the rule is left
  private boolean lists(
      Entry entry, Member sources, Spot from, Member targets, Spot to, boolean ports) {
    boolean empty =
        words.known(sources.value(), from, false).isEmpty()
            || words.known(targets.value(), to, ports).isEmpty();
    boolean meant =
        !SourceFields.words(sources.value()).isEmpty()
            && !SourceFields.words(targets.value()).isEmpty();
    if (empty && meant) {
      remove(entry);
      ruleLost(entry, "none of its sources, or of its destinations, is a word there");
      return false;
    }
    words.keep(entry.path(sources), sources.value(), from, entry.name(), false);
    words.keep(entry.path(targets), targets.value(), to, entry.name(), ports);
    return true;
  }

  private void ruleLost(Entry entry, String why) {
    remarks.lossy(
        "POLICY_RULE_LOST",
        entry.rule().at(),
        entry.name(),
        why,
        "Accept that what it allows is no longer allowed, or write it in other words.");
  }
}
