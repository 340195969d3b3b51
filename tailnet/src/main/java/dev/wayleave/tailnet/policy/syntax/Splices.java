package dev.wayleave.tailnet.policy.syntax;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Pieces of a text to be exchanged all at once.
final class Splices {
  private record Splice(int from, int to, String text) {}

  private final List<Splice> splices = new ArrayList<>();

  void replace(int from, int to, String text) {
    splices.add(new Splice(from, to, text));
  }

  void insert(int at, String text) {
    replace(at, at, text);
  }

  void delete(int from, int to) {
    replace(from, to, "");
  }

  String apply(String text) {
    splices.sort(Comparator.comparingInt(Splice::from));
    StringBuilder out = new StringBuilder();
    int at = 0;
    for (Splice splice : splices) {
      out.append(text, at, splice.from()).append(splice.text());
      at = splice.to();
    }
    return out.append(text, at, text.length()).toString();
  }
}
