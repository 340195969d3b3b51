package dev.wayleave.cli.administration;

import java.util.List;

/// Lists as they are given on the command line.
public final class Words {
  private Words() {}

  /// The words without blanks around them; an empty text is no word, so `""` is an empty list.
  public static List<String> of(List<String> given) {
    return given.stream().map(String::strip).filter(word -> !word.isEmpty()).toList();
  }
}
