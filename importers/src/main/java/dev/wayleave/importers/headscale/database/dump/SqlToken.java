package dev.wayleave.importers.headscale.database.dump;

/// The smallest pieces of SQL, as far as dumps need them.
sealed interface SqlToken {
  /// A keyword or a name without quotes, in small letters as PostgreSQL takes it.
  record Word(String text) implements SqlToken {}

  /// A name in double quotes.
  record Name(String text) implements SqlToken {}

  /// The value of a string constant.
  record Text(String text) implements SqlToken {}

  /// A number without its sign.
  record Digits(String text) implements SqlToken {}

  /// A character that stands for itself.
  record Symbol(char sign) implements SqlToken {}

  /// A command to psql, from its backslash to the end of the line.
  record Command(String line) implements SqlToken {}

  /// The end of the file.
  record End() implements SqlToken {}

  default boolean isWord(String word) {
    return this instanceof Word(String text) && text.equals(word);
  }

  default boolean isSymbol(char wanted) {
    return this instanceof Symbol(char sign) && sign == wanted;
  }

  /// How it is shown in a sentence.
  default String shown() {
    return switch (this) {
      case Word(String text) -> "\"" + text + "\"";
      case Name(String text) -> "the name \"" + text + "\"";
      // A value may be a secret.
      case Text _ -> "a text";
      case Digits _ -> "a number";
      case Symbol(char sign) -> "\"" + sign + "\"";
      case Command _ -> "a command to psql";
      case End _ -> "the end";
    };
  }
}
