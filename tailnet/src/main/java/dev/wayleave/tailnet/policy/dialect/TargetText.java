package dev.wayleave.tailnet.policy.dialect;

import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.policy.dialect.PolicyEngine.Default;
import dev.wayleave.tailnet.policy.dialect.TargetLanguage.Spot;
import dev.wayleave.tailnet.policy.language.Policy;
import dev.wayleave.tailnet.policy.syntax.Edit;
import dev.wayleave.tailnet.policy.syntax.Json;
import dev.wayleave.tailnet.policy.syntax.JsonArray;
import dev.wayleave.tailnet.policy.syntax.JsonObject;
import dev.wayleave.tailnet.policy.syntax.JsonString;
import dev.wayleave.tailnet.policy.syntax.Member;
import dev.wayleave.tailnet.policy.syntax.PolicyEditException;
import dev.wayleave.tailnet.policy.syntax.PolicyText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Writes a policy of this language so that an engine of Headscale reads it.
///
/// What the engine does not have is taken out, and told of: a rule goes entirely where it would
/// reach further without its condition, so that the text never lets more through.
final class TargetText {
  private final TargetLanguage language;
  private final Policy policy;
  private final Json root;
  private final TargetRemarks remarks;

  /// Made one after the other; those that remove elements go from the last to the first.
  private final List<Edit> edits = new ArrayList<>();

  private TargetText(
      TargetLanguage language, Policy policy, PolicyText text, TargetRemarks remarks) {
    this.language = language;
    this.policy = policy;
    this.root = text.root();
    this.remarks = remarks;
  }

  /// @param policy what is read of the text here
  static PolicyText write(
      PolicyEngine engine, Policy policy, PolicyText text, TargetRemarks remarks)
      throws PolicyEditException {
    TargetText target = new TargetText(new TargetLanguage(engine, policy), policy, text, remarks);
    target.write();
    return text.edit(target.edits.toArray(Edit[]::new));
  }

  private void write() {
    TargetWords words = new TargetWords(language, edits, remarks);
    hosts();
    owners(words);
    approvers(words);
    new TargetRules(language, policy, root, words, edits, remarks).write();
    new TargetNodeAttributes(language, root, words, edits, remarks).write();
    tests();
    sections();
    if (policy.rules() == null) {
      withoutRules();
    }
  }

  private void hosts() {
    SourceFields.member(root, "hosts")
        .ifPresent(section -> {
          for (Member host : SourceFields.members(section.value())) {
            boolean holds =
                host.value() instanceof JsonString value && SourceWords.isAddress(value.value());
            if (!holds) {
              edits.add(new Edit.Remove(Pointers.of(section, host)));
              remarks.lossy(
                  "POLICY_HOST_LOST",
                  host.name(),
                  host.name().value(),
                  "a host there is one address or one prefix",
                  "Write it as prefixes under names of their own.");
            }
          }
        });
  }

  private void owners(TargetWords words) {
    SourceFields.member(root, "tagOwners")
        .ifPresent(section ->
            SourceFields.members(section.value())
                .forEach(tag ->
                    words.keep(
                        Pointers.of(section, tag), tag.value(), Spot.OWNER, tag.name().value())));
  }

  private void approvers(TargetWords words) {
    SourceFields.member(root, "autoApprovers")
        .ifPresent(section -> {
          for (Member member : SourceFields.members(section.value())) {
            String path = Pointers.of(section, member);
            switch (member.name().value().toLowerCase(Locale.ROOT)) {
              case "routes" ->
                  SourceFields.members(member.value())
                      .forEach(route ->
                          words.keep(
                              path + "/" + Pointers.escaped(route.name().value()),
                              route.value(),
                              Spot.APPROVER,
                              route.name().value()));
              case "exitnode" -> words.keep(path, member.value(), Spot.APPROVER, "exitNode");
              default -> {
                edits.add(new Edit.Remove(path));
                remarks.lossy(
                    "POLICY_SECTION_LOST",
                    member.name(),
                    "autoApprovers." + member.name().value(),
                    "there is no such section there",
                    "Accept that it is not carried.");
              }
            }
          }
        });
  }

  /// Tests have to be of words that the engine knows; of the others none is left.
  private void tests() {
    if (!language.hasGrants()) {
      return;
    }
    for (String name : List.of("tests", "sshTests")) {
      SourceFields.member(root, name)
          .ifPresent(section -> {
            List<Json> entries = SourceFields.elements(section.value());
            for (int i = entries.size() - 1; i >= 0; i--) {
              if (!isTestable(name, entries.get(i))) {
                edits.add(new Edit.Remove(Pointers.of(section, i)));
                remarks.lossy(
                    "POLICY_TEST_LOST",
                    entries.get(i).at(),
                    name + "[" + i + "]",
                    "it has words or conditions that are not known there",
                    "Accept that it is not carried, or write it with other words.");
              }
            }
          });
    }
  }

  private boolean isTestable(String section, Json test) {
    JsonObject only =
        new JsonObject(
            test.at(),
            List.of(
                new Member(
                    new JsonString(test.at(), section), new JsonArray(test.at(), List.of(test)))));
    return SourceFields.member(test, "srcPostureAttrs").isEmpty()
        && PolicyWord.in(only).stream()
            .allMatch(word -> language.takes(word.at(), word.word(), Spot.DESTINATION));
  }

  private void sections() {
    for (Member section : SourceFields.members(root)) {
      String name = section.name().value();
      // Grants are rewritten as `acls` where there are none, and told of one by one.
      boolean told = name.equalsIgnoreCase("grants") || name.equalsIgnoreCase("nodeAttrs");
      if (!language.hasSection(name)) {
        edits.add(new Edit.Remove("/" + Pointers.escaped(name)));
        if (!told) {
          remarks.section(section, policy);
        }
      }
    }
  }

  /// Here everything is open where there are no rules.
  private void withoutRules() {
    boolean empty = policy.groups().isEmpty() && policy.hosts().isEmpty();
    if (language.engine().withoutRules(empty) != Default.ALLOW) {
      edits.add(new Edit.Add("/acls", WrittenOut.ALLOW_ALL));
      remarks.add(
          Finding.info(
              "POLICY_WRITTEN_OUT",
              remarks.policy(),
              "A policy without rules lets every node reach every other here and none in "
                  + remarks.headscale()
                  + "; this is now written as a rule.",
              "Nothing, if that is what is wanted."));
    }
  }
}
