package dev.wayleave.tailnet.policy.dialect;

import dev.wayleave.tailnet.policy.dialect.TargetLanguage.Spot;
import dev.wayleave.tailnet.policy.syntax.Edit;
import dev.wayleave.tailnet.policy.syntax.Json;
import dev.wayleave.tailnet.policy.syntax.JsonString;
import dev.wayleave.tailnet.policy.syntax.Member;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Writes `nodeAttrs` for an engine of Headscale. Addresses from a pool, Funnel and application
/// capabilities are not known to any.
final class TargetNodeAttributes {
  private final TargetLanguage language;
  private final Json root;
  private final TargetWords words;
  private final List<Edit> edits;
  private final TargetRemarks remarks;

  TargetNodeAttributes(
      TargetLanguage language,
      Json root,
      TargetWords words,
      List<Edit> edits,
      TargetRemarks remarks) {
    this.language = language;
    this.root = root;
    this.words = words;
    this.edits = edits;
    this.remarks = remarks;
  }

  void write() {
    Optional<Member> section = SourceFields.member(root, "nodeAttrs");
    if (section.isEmpty()) {
      return;
    }
    List<Json> entries = SourceFields.elements(section.get().value());
    for (int i = entries.size() - 1; i >= 0; i--) {
      String name = "nodeAttrs[" + i + "]";
      if (language.hasGrants()) {
        entry(Pointers.of(section.get(), i), entries.get(i), name);
      } else {
        lost(entries.get(i), name, "nodes there are given no attributes");
      }
    }
  }

  private void entry(String path, Json entry, String name) {
    Optional<Member> targets = SourceFields.member(entry, "target");
    List<JsonString> attributes = SourceFields.words(entry, "attr");
    boolean empty =
        attributes.stream().noneMatch(attribute -> language.hasAttribute(attribute.value()))
            || targets.isEmpty()
            || words.known(targets.get().value(), Spot.TARGET, false).isEmpty();
    if (empty) {
      edits.add(new Edit.Remove(path));
      lost(entry, name, "nothing is left of it that can be given there");
      return;
    }
    words.keep(
        path + "/" + Pointers.escaped(targets.get().name().value()),
        targets.get().value(),
        Spot.TARGET,
        name);
    for (int i = attributes.size() - 1; i >= 0; i--) {
      if (!language.hasAttribute(attributes.get(i).value())) {
        edits.add(new Edit.Remove(path + "/attr/" + i));
        lost(attributes.get(i), name, "\"" + attributes.get(i).value() + "\" is not given there");
      }
    }
    for (Member member : SourceFields.members(entry)) {
      String key = member.name().value().toLowerCase(Locale.ROOT);
      if (!key.equals("target") && !key.equals("attr")) {
        edits.add(new Edit.Remove(path + "/" + Pointers.escaped(member.name().value())));
        lost(member.name(), name, "\"" + member.name().value() + "\" is not known there");
      }
    }
  }

  private void lost(Json at, String name, String why) {
    remarks.lossy(
        "POLICY_ATTRIBUTE_LOST",
        at.at(),
        name,
        why,
        "Accept that the nodes go without what it gives.");
  }
}
