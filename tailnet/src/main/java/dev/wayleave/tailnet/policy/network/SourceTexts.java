package dev.wayleave.tailnet.policy.network;

import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/// The sources of a rule as clients are sent them: sorted, each once.
///
/// There may be thousands, and every filter that holds the rule compares them, so the hash is kept.
final class SourceTexts {
  static final SourceTexts NONE = new SourceTexts(List.of());

  private final List<String> texts;
  private final int hash;

  SourceTexts(Collection<String> texts) {
    this.texts = List.copyOf(new TreeSet<>(texts));
    this.hash = this.texts.hashCode();
  }

  List<String> list() {
    return texts;
  }

  boolean areNone() {
    return texts.isEmpty();
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || (other instanceof SourceTexts that && hash == that.hash && texts.equals(that.texts));
  }

  @Override
  public int hashCode() {
    return hash;
  }
}
