package dev.wayleave.coordinator.mail;

import java.util.List;

/// Where letters lie until they are taken.
public interface LetterBox {
  /// Leaves letters.
  ///
  /// @return for each, how many replicas it was left for: those that live and have room
  List<Integer> leave(List<Letter> letters);

  /// Takes the oldest letters to this replica; nobody gets them again.
  List<Letter> take(int most);
}
