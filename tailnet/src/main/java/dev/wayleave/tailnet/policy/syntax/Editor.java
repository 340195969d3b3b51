package dev.wayleave.tailnet.policy.syntax;

import dev.wayleave.tailnet.policy.syntax.Items.Item;
import java.util.Optional;

/// Carries out one change, touching no more of the text than it concerns.
final class Editor {
  private final Tokens tokens;
  private final GapLines lines;
  private final Splices splices = new Splices();

  private Editor(String text, Tokens tokens) {
    this.tokens = tokens;
    this.lines = new GapLines(text);
  }

  /// The changed text.
  static String edited(String text, Tokens tokens, Edit edit) throws PolicyEditException {
    Editor editor = new Editor(text, tokens);
    Pointer path = Pointer.parse(edit.path());
    switch (edit) {
      case Edit.Add add -> editor.add(path, InsertedValue.parse(add.value()));
      case Edit.Replace replace ->
          editor.replace(editor.find(path), InsertedValue.parse(replace.value()));
      case Edit.Remove _ -> editor.remove(path);
      case Edit.Rename rename -> editor.rename(path, rename.name());
    }
    return editor.splices.apply(text);
  }

  /// The first token of a value.
  private int find(Pointer path) throws PolicyEditException {
    if (path.isRoot()) {
      return 0;
    }
    Items items = items(path.parent());
    return items.get(index(items, path)).value();
  }

  private Items items(Pointer path) throws PolicyEditException {
    int token = find(path);
    if (!tokens.opens(token)) {
      throw new PolicyEditException("\"" + path + "\" is neither an object nor an array");
    }
    return Items.of(tokens, token);
  }

  private int index(Items items, Pointer path) throws PolicyEditException {
    if (items.isObject()) {
      return items
          .named(path.last(), path)
          .orElseThrow(() -> new PolicyEditException("there is no \"" + path + "\""));
    }
    int index = elementIndex(path);
    if (index >= items.size()) {
      throw new PolicyEditException(
          "there is no \"%s\": the array has %d elements".formatted(path, items.size()));
    }
    return index;
  }

  private static int elementIndex(Pointer path) throws PolicyEditException {
    if (!path.last().matches("0|[1-9][0-9]{0,8}")) {
      throw new PolicyEditException("\"" + path + "\" does not end with the index of an element");
    }
    return Integer.parseInt(path.last());
  }

  private void replace(int value, InsertedValue by) {
    int begin = tokens.start(value);
    splices.replace(begin, tokens.end(tokens.last(value)), placed(by, lines.indentation(begin)));
  }

  private void rename(Pointer path, String name) throws PolicyEditException {
    if (path.isRoot() || !items(path.parent()).isObject()) {
      throw new PolicyEditException("\"" + path + "\" is no member of an object");
    }
    Items items = items(path.parent());
    int at = index(items, path);
    int there = items.named(name, path).orElse(at);
    if (there != at) {
      throw new PolicyEditException(
          "\"%s\" cannot be renamed: the name \"%s\" is taken".formatted(path, name));
    }
    int token = items.get(at).first();
    splices.replace(tokens.start(token), tokens.end(token), InsertedValue.quoted(name));
  }

  private void add(Pointer path, InsertedValue value) throws PolicyEditException {
    if (path.isRoot()) {
      replace(0, value);
      return;
    }
    Items items = items(path.parent());
    if (items.isObject()) {
      Optional<Integer> there = items.named(path.last(), path);
      if (there.isPresent()) {
        replace(items.get(there.get()).value(), value);
      } else {
        insert(items, items.size(), value.named(path.last()));
      }
      return;
    }
    int index = path.last().equals("-") ? items.size() : elementIndex(path);
    if (index > items.size()) {
      throw new PolicyEditException(
          "\"%s\" is beyond the end: the array has %d elements".formatted(path, items.size()));
    }
    insert(items, index, value);
  }

  private void insert(Items items, int index, InsertedValue value) {
    if (items.size() == 0) {
      insertOnly(items, value);
    } else if (index == items.size()) {
      append(items, value);
    } else {
      insertBefore(items.get(index), value);
    }
  }

  private String placed(InsertedValue value, String indentation) {
    return value.at(indentation, lines.unit());
  }

  /// The indentation of the lines next to an item.
  private String indentation(Items items, Item item) {
    return standsOnOwnLine(item)
        ? lines.indentation(tokens.start(item.first()))
        : lines.indentation(tokens.start(items.opening())) + lines.unit();
  }

  private boolean standsOnOwnLine(Item item) {
    return lines.lineEnd(tokens.gapStart(item.first()), tokens.start(item.first())) >= 0;
  }

  private void insertOnly(Items items, InsertedValue value) {
    int from = tokens.gapStart(items.closing());
    int to = tokens.start(items.closing());
    int at = lines.trimmedEnd(from, to);
    if (lines.lineEnd(from, to) >= 0) {
      String indentation = lines.indentation(tokens.start(items.opening())) + lines.unit();
      String comma = tokens.isStandard() ? "" : ",";
      splices.insert(at, "\n" + indentation + placed(value, indentation) + comma);
    } else {
      String indentation = lines.indentation(tokens.start(items.opening()));
      splices.insert(at, (at > from ? " " : "") + placed(value, indentation));
    }
  }

  private void append(Items items, InsertedValue value) {
    Item last = items.get(items.size() - 1);
    boolean comma = items.hasComma(last);
    int from = tokens.gapStart(items.closing());
    int to = tokens.start(items.closing());
    int lineEnd = lines.lineEnd(from, to);
    boolean comment = lineEnd >= 0 && lines.firstNonSpace(from, lineEnd) < lineEnd;
    String indentation = indentation(items, last);
    String written = placed(value, indentation);
    if (standsOnOwnLine(last) || comment) {
      if (!comma) {
        splices.insert(tokens.end(last.last()), ",");
      }
      int at = lineEnd >= 0 ? lineEnd : lines.trimmedEnd(from, to);
      splices.insert(at, "\n" + indentation + written + (comma ? "," : ""));
    } else {
      int at = lineEnd >= 0 ? from : lines.trimmedEnd(from, to);
      splices.insert(at, comma ? " " + written + "," : ", " + written);
    }
  }

  private void insertBefore(Item next, InsertedValue value) {
    int from = tokens.gapStart(next.first());
    int to = tokens.start(next.first());
    int lineEnd = lines.lineEnd(from, to);
    String indentation = lines.indentation(to);
    String written = placed(value, indentation) + ",";
    if (lineEnd >= 0) {
      splices.insert(lines.ownLines(lineEnd, to).last(), "\n" + indentation + written);
    } else {
      splices.insert(lines.firstNonSpace(from, to), written + " ");
    }
  }

  private void remove(Pointer path) throws PolicyEditException {
    if (path.isRoot()) {
      throw new PolicyEditException("the whole policy cannot be removed");
    }
    Items items = items(path.parent());
    int index = index(items, path);
    Item item = items.get(index);
    boolean comma = items.hasComma(item);
    int following = comma ? item.last() + 2 : item.last() + 1;
    boolean last = following == items.closing();
    int from = tokens.gapStart(following);
    int to = tokens.start(following);
    int lineEnd = lines.lineEnd(from, to);
    if (lineEnd >= 0) {
      boolean isOpen =
          lines.isBlankLine(lineEnd, to) || (last && lines.firstNonSpace(lineEnd, to) == to);
      splices.delete(lineBegin(item, isOpen), lineEnd);
    } else if (last) {
      boolean ownLine = standsOnOwnLine(item);
      splices.delete(
          ownLine ? ownBegin(item) : tokens.gapStart(item.first()), lines.trimmedEnd(from, to));
    } else {
      splices.delete(ownBegin(item), lines.firstNonSpace(from, to));
    }
    if (last && !comma && index > 0) {
      int previous = items.get(index - 1).last() + 1;
      splices.delete(tokens.start(previous), tokens.end(previous));
    }
  }

  /// Where the cut begins that takes an item with all of its lines, the line feed before them too.
  ///
  /// @param open whether a blank line or the end follows, so that a blank line before goes
  private int lineBegin(Item item, boolean open) {
    int from = tokens.gapStart(item.first());
    int to = tokens.start(item.first());
    int lineEnd = lines.lineEnd(from, to);
    if (lineEnd < 0) {
      return from;
    }
    GapLines.Break own = lines.ownLines(lineEnd, to);
    return open ? own.first() : own.last();
  }

  /// Where an item begins with the comments that are its own.
  private int ownBegin(Item item) {
    int from = tokens.gapStart(item.first());
    int to = tokens.start(item.first());
    int lineEnd = lines.lineEnd(from, to);
    return lines.firstNonSpace(lineEnd < 0 ? from : lines.ownLines(lineEnd, to).last(), to);
  }
}
