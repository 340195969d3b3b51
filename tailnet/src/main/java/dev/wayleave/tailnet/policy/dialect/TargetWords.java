package dev.wayleave.tailnet.policy.dialect;

import dev.wayleave.tailnet.policy.dialect.TargetLanguage.Spot;
import dev.wayleave.tailnet.policy.syntax.Edit;
import dev.wayleave.tailnet.policy.syntax.Json;
import dev.wayleave.tailnet.policy.syntax.JsonString;
import java.util.List;

/// Takes the words out of lists that the target does not know. Every list here gives something to
/// whomever it names, so that a shorter one gives less.
final class TargetWords {
  private final TargetLanguage language;
  private final List<Edit> edits;
  private final TargetRemarks remarks;

  TargetWords(TargetLanguage language, List<Edit> edits, TargetRemarks remarks) {
    this.language = language;
    this.edits = edits;
    this.remarks = remarks;
  }

  /// The words of a list that stay.
  List<JsonString> known(Json list, Spot spot, boolean ports) {
    return SourceFields.words(list).stream().filter(word -> takes(word, spot, ports)).toList();
  }

  boolean takes(JsonString word, Spot spot, boolean ports) {
    return language.takes(word, ports ? withoutPorts(word.value()) : word.value(), spot);
  }

  static String withoutPorts(String text) {
    int colon = text.lastIndexOf(':');
    String host = colon < 0 ? text : text.substring(0, colon);
    return host.startsWith("[") ? host.replace("[", "").replace("]", "") : host;
  }

  /// Keeps what is known of a list without ports.
  void keep(String path, Json list, Spot spot, String name) {
    keep(path, list, spot, name, false);
  }

  void keep(String path, Json list, Spot spot, String name, boolean ports) {
    List<JsonString> words = SourceFields.words(list);
    for (int i = words.size() - 1; i >= 0; i--) {
      if (!takes(words.get(i), spot, ports)) {
        edits.add(new Edit.Remove(path + "/" + i));
        lost(words.get(i), name);
      }
    }
  }

  void lost(JsonString word, String name) {
    remarks.lossy(
        "POLICY_WORD_LOST",
        word.at(),
        name,
        "\"" + word.value() + "\" is no word that may stand there",
        "Accept that whom it names is left out, or write users, groups, tags or prefixes.");
  }
}
