package dev.wayleave.importers.headscale.database.dump;

import dev.wayleave.tailnet.inventory.SourceException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The parts that statements of a dump are made of.
final class SqlReader {
  /// PostgreSQL has no table of more.
  private static final int MOST_COLUMNS = 1600;

  private final DumpInput in;
  private final SqlTokens tokens;
  private String schema = TableName.USUAL_SCHEMA;

  SqlReader(DumpInput in, SqlTokens tokens) {
    this.in = in;
    this.tokens = tokens;
  }

  /// Where names without a schema belong.
  String schema() {
    return schema;
  }

  void schema(String searched) {
    schema = searched;
  }

  SqlToken next() throws SourceException {
    return tokens.next();
  }

  void back(SqlToken token) {
    tokens.back(token);
  }

  /// Goes past the word if it is next.
  boolean skipWord(String word) throws SourceException {
    SqlToken token = tokens.next();
    if (token.isWord(word)) {
      return true;
    }
    tokens.back(token);
    return false;
  }

  boolean skipSymbol(char sign) throws SourceException {
    SqlToken token = tokens.next();
    if (token.isSymbol(sign)) {
      return true;
    }
    tokens.back(token);
    return false;
  }

  void expect(char sign) throws SourceException {
    SqlToken token = tokens.next();
    if (!token.isSymbol(sign)) {
      throw unexpected(token, "\"" + sign + "\"");
    }
  }

  void expectWord(String word) throws SourceException {
    SqlToken token = tokens.next();
    if (!token.isWord(word)) {
      throw unexpected(token, word.toUpperCase(Locale.ROOT));
    }
  }

  SourceException unexpected(SqlToken token, String wanted) {
    return token instanceof SqlToken.End
        ? in.cutShort()
        : in.fault(
            tokens.startLine(),
            "here stands "
                + token.shown()
                + " where pg_dump writes "
                + wanted
                + "; make the dump again with pg_dump alone");
  }

  String identifier() throws SourceException {
    SqlToken token = tokens.next();
    return switch (token) {
      case SqlToken.Word(String text) -> text;
      case SqlToken.Name(String text) -> text;
      case SqlToken.Text _,
          SqlToken.Digits _,
          SqlToken.Symbol _,
          SqlToken.Command _,
          SqlToken.End _ ->
          throw unexpected(token, "a name");
    };
  }

  TableName table() throws SourceException {
    String first = identifier();
    if (!skipSymbol('.')) {
      return new TableName(schema, first);
    }
    String second = identifier();
    // A third part would be the database before both, which pg_dump never writes.
    return new TableName(first, second);
  }

  /// Names between parentheses.
  List<String> names() throws SourceException {
    expect('(');
    List<String> names = new ArrayList<>();
    do {
      names.add(identifier());
      if (names.size() > MOST_COLUMNS) {
        throw in.fault("a list names more columns than any table has; is this a dump?");
      }
    } while (skipSymbol(','));
    expect(')');
    return names;
  }

  /// Goes on to the end of the statement.
  void skipStatement() throws SourceException {
    skipTo(false);
  }

  /// The same for a function, whose body may be statements between BEGIN and END.
  void skipFunction() throws SourceException {
    skipTo(true);
  }

  private void skipTo(boolean function) throws SourceException {
    tokens.strings().keep(false);
    long depth = 0;
    long blocks = 0;
    while (true) {
      SqlToken token = tokens.next();
      if (token instanceof SqlToken.End) {
        throw in.cutShort();
      }
      depth += token.isSymbol('(') ? 1 : token.isSymbol(')') ? -1 : 0;
      if (function) {
        boolean begins = token.isWord("begin") || (blocks > 0 && token.isWord("case"));
        blocks += begins ? 1 : blocks > 0 && token.isWord("end") ? -1 : 0;
      }
      if (token.isSymbol(';') && depth <= 0 && blocks == 0) {
        tokens.strings().keep(true);
        return;
      }
    }
  }

  /// Goes past what is left of an item of a list, and gives the comma or parenthesis after it.
  SqlToken skipItem() throws SourceException {
    long depth = 0;
    while (true) {
      SqlToken token = tokens.next();
      if (token instanceof SqlToken.End) {
        throw in.cutShort();
      }
      if (depth == 0 && (token.isSymbol(',') || token.isSymbol(')'))) {
        return token;
      }
      depth += token.isSymbol('(') ? 1 : token.isSymbol(')') ? -1 : 0;
    }
  }

  /// Goes past a parenthesis that has just begun.
  void skipGroup() throws SourceException {
    SqlToken end = skipItem();
    while (!end.isSymbol(')')) {
      end = skipItem();
    }
  }
}
