package dev.wayleave.tailnet.policy.syntax;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The members of an object or the elements of an array, as tokens.
///
/// @param closing the token that ends the object or array
record Items(Tokens tokens, int opening, int closing, List<Item> list) {
  /// A member or an element.
  ///
  /// @param first the token of its name or, in an array, the first of its value
  /// @param value the first token of its value
  /// @param last the last token of its value
  record Item(int first, int value, int last) {}

  static Items of(Tokens tokens, int opening) {
    int closing = tokens.last(opening);
    boolean object = tokens.first(opening) == '{';
    List<Item> list = new ArrayList<>();
    for (int at = opening + 1; at < closing; ) {
      int value = object ? at + 2 : at;
      int last = tokens.last(value);
      list.add(new Item(at, value, last));
      at = tokens.first(last + 1) == ',' ? last + 2 : last + 1;
    }
    return new Items(tokens, opening, closing, list);
  }

  boolean isObject() {
    return tokens.first(opening) == '{';
  }

  int size() {
    return list.size();
  }

  Item get(int index) {
    return list.get(index);
  }

  boolean hasComma(Item item) {
    return tokens.first(item.last() + 1) == ',';
  }

  /// The index of the member of a name.
  Optional<Integer> named(String name, Pointer path) throws PolicyEditException {
    Optional<Integer> found = Optional.empty();
    for (int i = 0; i < list.size(); i++) {
      if (Literals.valueOf(tokens.text(list.get(i).first())).equals(name)) {
        if (found.isPresent()) {
          throw new PolicyEditException("\"" + path + "\" is there twice");
        }
        found = Optional.of(i);
      }
    }
    return found;
  }
}
