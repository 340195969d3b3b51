package dev.wayleave.tailnet.policy.dialect;

import dev.wayleave.tailnet.policy.language.Policy;
import dev.wayleave.tailnet.policy.language.Selector;
import dev.wayleave.tailnet.policy.language.SelectorReader;
import dev.wayleave.tailnet.policy.syntax.Edit;
import dev.wayleave.tailnet.policy.syntax.Json;
import dev.wayleave.tailnet.policy.syntax.JsonString;
import dev.wayleave.tailnet.policy.syntax.Member;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Writes a rule so that each of its words means here what it meant at the source.
///
/// A word that means too little gets company by addresses; one that means too much gives way to
/// them. Addresses stay what they are: a device that comes later is not among them.
final class RuleWriter {
  private final Comparison comparison;
  private final SelectorReader selectors;
  private final Json rewritten;
  private final List<Edit> edits = new ArrayList<>();

  RuleWriter(Comparison comparison, Policy policy, Json rewritten) {
    this.comparison = comparison;
    this.selectors = SelectorReader.of(policy);
    this.rewritten = rewritten;
  }

  List<Edit> edits() {
    return edits;
  }

  /// @param rule a rule of the source, whose words stand in the rewritten text in the same order
  void write(SourceRule rule) {
    int slash = rule.path().lastIndexOf('/');
    int index = Integer.parseInt(rule.path().substring(slash + 1));
    Json entry = SourceFields.elements(rewritten, rule.path().substring(1, slash)).get(index);
    list(
        entry,
        rule.path(),
        List.of("src", "users"),
        rule.sources().stream().map(JsonString::value).toList(),
        comparison.words()::sources,
        comparison.wayleave()::sources,
        false);
    list(
        entry,
        rule.path(),
        List.of("dst", "ports"),
        rule.targets().stream().map(SourceRule.SourceTarget::word).toList(),
        comparison.words()::destinations,
        comparison.wayleave()::destinations,
        rule.name().startsWith("acls"));
  }

  private void list(
      Json entry,
      String path,
      List<String> names,
      List<String> sourceWords,
      Function<String, BitSet> there,
      Function<Selector, BitSet> here,
      boolean ports) {
    Optional<Member> member =
        names.stream().flatMap(name -> SourceFields.member(entry, name).stream()).findFirst();
    if (member.isEmpty()) {
      return;
    }
    String listPath = path + "/" + member.get().name().value();
    List<JsonString> words = SourceFields.words(member.get().value());
    List<Edit> removals = new ArrayList<>();
    // What is added goes to the end, so that indexes hold until the removals, last word first.
    for (int i = Math.min(words.size(), sourceWords.size()) - 1; i >= 0; i--) {
      String text = words.get(i).value();
      int colon = ports ? text.lastIndexOf(':') : -1;
      String suffix = colon < 0 ? "" : text.substring(colon);
      String word = colon < 0 ? text : text.substring(0, colon);
      if (word.equals("autogroup:self")) {
        continue;
      }
      BitSet wanted = there.apply(sourceWords.get(i));
      BitSet got = selectors.parse(word, words.get(i).at()).map(here).orElseGet(BitSet::new);
      boolean tooMuch = !Box.difference(got, wanted).isEmpty();
      if (tooMuch) {
        removals.add(new Edit.Remove(listPath + "/" + i));
      }
      BitSet missing = tooMuch ? wanted : Box.difference(wanted, got);
      missing.stream()
          .mapToObj(number -> comparison.places().get(number).range().toString())
          .distinct()
          .forEach(address -> edits.add(add(listPath, address, suffix)));
    }
    edits.addAll(removals);
  }

  private static Edit add(String listPath, String address, String suffix) {
    boolean bare = suffix.isEmpty() || address.contains("/") || address.contains("-");
    String host = !bare && address.contains(":") ? "[" + address + "]" : address;
    return new Edit.Add(listPath + "/-", "\"" + host + suffix + "\"");
  }
}
