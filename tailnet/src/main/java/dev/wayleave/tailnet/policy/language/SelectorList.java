package dev.wayleave.tailnet.policy.language;

import dev.wayleave.tailnet.model.TagName;
import dev.wayleave.tailnet.policy.syntax.JsonString;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads the selectors of one place in a policy and notes what is wrong with them.
final class SelectorList {
  private final SelectorReader reader;
  private final Remarks remarks;

  SelectorList(SelectorReader reader, Remarks remarks) {
    this.reader = reader;
    this.remarks = remarks;
  }

  /// @param prefix what the messages about words without meaning begin with
  List<Selector> read(List<JsonString> words, Place place, String prefix) {
    List<Selector> found = new ArrayList<>();
    for (JsonString word : words) {
      read(word, word.value(), place, prefix).ifPresent(found::add);
    }
    return found;
  }

  /// A tag that the policy defines.
  Optional<TagName> tag(String text) {
    return reader.names().tag(text).map(TagName::new);
  }

  /// Reads a text that stands at or within a word.
  Optional<Selector> read(JsonString word, String text, Place place, String prefix) {
    Selector selector;
    try {
      selector = reader.read(text, word.at());
    } catch (Refusal refusal) {
      remarks.fault(word.at(), prefix + refusal.what());
      return Optional.empty();
    }
    try {
      place.admit(selector);
      return Optional.of(selector);
    } catch (Refusal refusal) {
      remarks.fault(word.at(), refusal.what());
      return Optional.empty();
    }
  }
}
