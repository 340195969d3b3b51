package dev.wayleave.tailnet.policy.dialect;

import dev.wayleave.tailnet.policy.syntax.Json;
import dev.wayleave.tailnet.policy.syntax.JsonString;
import java.util.ArrayList;
import java.util.List;

/// A word of a policy that may name a user.
///
/// @param at the string
/// @param word what names someone in it: all of it, or what stands before the ports
/// @param role where it stands
record PolicyWord(JsonString at, String word, Role role) {
  /// Where a word stands, as far as that tells how it is looked up.
  enum Role {
    MEMBER,
    PLAIN,
    /// With ports behind a colon.
    DESTINATION
  }

  static List<PolicyWord> in(Json root) {
    List<PolicyWord> found = new ArrayList<>();
    SourceFields.lists(root, "groups").values().forEach(words -> add(words, Role.MEMBER, found));
    SourceFields.lists(root, "tagOwners").values().forEach(words -> add(words, Role.PLAIN, found));
    SourceFields.member(root, "autoApprovers")
        .ifPresent(at -> {
          SourceFields.lists(at.value(), "routes")
              .values()
              .forEach(words -> add(words, Role.PLAIN, found));
          add(SourceFields.words(at.value(), "exitNode"), Role.PLAIN, found);
        });
    for (Json rule : SourceFields.elements(root, "acls")) {
      addAll(rule, Role.PLAIN, found, "src", "users");
      addAll(rule, Role.DESTINATION, found, "dst", "ports");
    }
    for (Json rule : SourceFields.elements(root, "grants")) {
      addAll(rule, Role.PLAIN, found, "src", "dst");
    }
    for (Json rule : SourceFields.elements(root, "ssh")) {
      addAll(rule, Role.PLAIN, found, "src", "dst");
    }
    for (Json entry : SourceFields.elements(root, "nodeAttrs")) {
      addAll(entry, Role.PLAIN, found, "target");
    }
    for (Json test : SourceFields.elements(root, "tests")) {
      addText(test, found, "src", "user");
      addAll(test, Role.DESTINATION, found, "accept", "allow", "deny");
    }
    for (Json test : SourceFields.elements(root, "sshTests")) {
      addText(test, found, "src");
      addAll(test, Role.PLAIN, found, "dst");
    }
    return found;
  }

  private static void addAll(Json object, Role role, List<PolicyWord> found, String... names) {
    for (String name : names) {
      add(SourceFields.words(object, name), role, found);
    }
  }

  private static void addText(Json object, List<PolicyWord> found, String... names) {
    for (String name : names) {
      SourceFields.member(object, name)
          .filter(member -> member.value() instanceof JsonString)
          .ifPresent(member -> add(List.of((JsonString) member.value()), Role.PLAIN, found));
    }
  }

  private static void add(List<JsonString> words, Role role, List<PolicyWord> found) {
    for (JsonString at : words) {
      String text = at.value();
      int colon = role == Role.DESTINATION ? text.lastIndexOf(':') : -1;
      found.add(new PolicyWord(at, colon < 0 ? text : text.substring(0, colon), role));
    }
  }

  /// The whole string with another word in it.
  String with(String other) {
    return other + at.value().substring(word.length());
  }
}
