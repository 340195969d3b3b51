package dev.wayleave.tailnet.policy.dialect;

import dev.wayleave.tailnet.policy.syntax.Edit;
import dev.wayleave.tailnet.policy.syntax.Json;
import dev.wayleave.tailnet.policy.syntax.JsonString;
import dev.wayleave.tailnet.policy.syntax.Member;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Takes out of SSH rules what had no effect at the source.
final class SshWriter {
  private static final String NON_ROOT = "autogroup:nonroot";

  private final PolicyEngine engine;
  private final List<Edit> edits = new ArrayList<>();

  SshWriter(PolicyEngine engine) {
    this.engine = engine;
  }

  List<Edit> edits(Json root) {
    SourceFields.member(root, "ssh").ifPresent(this::section);
    return edits;
  }

  private void section(Member section) {
    String path = "/" + section.name().value();
    if (!engine.hasSsh()) {
      edits.add(new Edit.Remove(path));
      return;
    }
    List<Json> rules = SourceFields.elements(section.value());
    for (int i = 0; i < rules.size(); i++) {
      rule(rules.get(i), path + "/" + i);
    }
  }

  private void rule(Json rule, String path) {
    for (Member member : SourceFields.members(rule)) {
      String at = path + "/" + member.name().value();
      switch (member.name().value().toLowerCase(Locale.ROOT)) {
        case "action" -> {
          boolean check = SourceFields.text(rule, "action").equals("check");
          if (check && !engine.checksSsh()) {
            edits.add(new Edit.Replace(at, "\"accept\""));
          }
        }
        case "checkperiod" -> {
          if (!engine.checksSsh()) {
            edits.add(new Edit.Remove(at));
          }
        }
        case "users" -> {
          if (engine.isBefore(PolicyEngine.V0_27)) {
            users(rule, SourceFields.words(member.value()), at, path);
          }
        }
        default -> {}
      }
    }
  }

  private void users(Json rule, List<JsonString> users, String at, String path) {
    boolean nobodyElse = users.stream().allMatch(user -> user.value().equals(NON_ROOT));
    if (nobodyElse) {
      // A rule without users is refused; one without sources lets nobody in either.
      SourceFields.member(rule, "src")
          .ifPresent(src -> edits.add(new Edit.Replace(path + "/" + src.name().value(), "[]")));
      return;
    }
    for (int i = users.size() - 1; i >= 0; i--) {
      if (users.get(i).value().equals(NON_ROOT)) {
        edits.add(new Edit.Remove(at + "/" + i));
      }
    }
  }
}
