package dev.wayleave.tailnet.policy.dialect;

import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.policy.syntax.Edit;
import dev.wayleave.tailnet.policy.syntax.Json;
import dev.wayleave.tailnet.policy.syntax.JsonArray;
import dev.wayleave.tailnet.policy.syntax.JsonString;
import dev.wayleave.tailnet.policy.syntax.Member;
import dev.wayleave.tailnet.policy.syntax.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Splits rules in which `autogroup:self` stands beside sources that are nobody's.
///
/// In 0.27 and 0.28 such sources are passed over for `autogroup:self` alone; here they make a rule
/// invalid. So the rule goes on without `autogroup:self`, and a second one has it for the others.
final class SelfRules {
  private static final String SELF = "autogroup:self:";
  private static final Position NOWHERE = new Position(1, 1);

  private final SourcePolicy policy;
  private final Remarks remarks;
  private final List<Edit> edits = new ArrayList<>();

  SelfRules(SourcePolicy policy, Remarks remarks) {
    this.policy = policy;
    this.remarks = remarks;
  }

  List<Edit> edits() {
    SourceFields.member(policy.root(), "acls")
        .ifPresent(section -> {
          String path = "/" + section.name().value();
          List<Json> rules = SourceFields.elements(section.value());
          for (int i = 0; i < rules.size(); i++) {
            split(rules.get(i), path, i);
          }
        });
    return edits;
  }

  private void split(Json rule, String section, int index) {
    Optional<Member> sources = SourceFields.member(rule, "src");
    Optional<Member> targets = SourceFields.member(rule, "dst");
    if (sources.isEmpty() || targets.isEmpty()) {
      return;
    }
    List<JsonString> from = SourceFields.words(sources.get().value());
    List<JsonString> to = SourceFields.words(targets.get().value());
    boolean self = to.stream().anyMatch(SelfRules::isSelf);
    if (!self || from.stream().allMatch(SelfRules::isPeople)) {
      return;
    }
    String path = section + "/" + index + "/";
    if (to.stream().allMatch(SelfRules::isSelf)) {
      remove(path + sources.get().name().value(), from, word -> !isPeople(word));
    } else {
      remove(path + targets.get().name().value(), to, SelfRules::isSelf);
      edits.add(
          new Edit.Add(
              section + "/-",
              "{\"action\": \"accept\"%s, \"src\": %s, \"dst\": %s}"
                  .formatted(
                      protocol(rule),
                      array(from.stream().filter(SelfRules::isPeople).toList()),
                      array(to.stream().filter(SelfRules::isSelf).toList()))));
    }
    remarks.add(
        Finding.info(
            "POLICY_REWRITTEN",
            remarks.object(rule.at(), "acls[" + index + "]"),
            remarks.headscale()
                + " passes over tags and addresses as sources of autogroup:self,"
                + " which are refused here; the rule is written without them.",
            "Nothing."));
  }

  private static String protocol(Json rule) {
    String name = SourceFields.text(rule, "proto");
    return name.isEmpty() ? "" : ", \"proto\": " + new JsonString(NOWHERE, name).toJson();
  }

  private void remove(String path, List<JsonString> words, Predicate<JsonString> which) {
    for (int i = words.size() - 1; i >= 0; i--) {
      if (which.test(words.get(i))) {
        edits.add(new Edit.Remove(path + "/" + i));
      }
    }
  }

  private static String array(List<JsonString> words) {
    return new JsonArray(NOWHERE, List.copyOf(words)).toJson();
  }

  private static boolean isSelf(JsonString target) {
    return target.value().startsWith(SELF);
  }

  private static boolean isPeople(JsonString source) {
    String word = source.value();
    return word.equals("*")
        || word.contains("@")
        || word.startsWith("group:")
        || word.equals("autogroup:member");
  }
}
