package dev.wayleave.importers.headscale.database.dump;

import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What `pg_dump` says in comments: that it begins, that it is done, and whose data follow.
///
/// With `--inserts` an empty table leaves no other trace of having been dumped.
final class DumpComments {
  private static final String BEGIN = "PostgreSQL database dump";
  private static final String END = "PostgreSQL database dump complete";
  private static final Pattern DATA =
      Pattern.compile("Data for Name: (.*); Type: TABLE DATA; Schema: (.*); Owner:.*");

  private final Set<TableName> dumped = new HashSet<>();
  private boolean begun;
  private boolean ended;

  void comment(String text) {
    begun |= text.equals(BEGIN);
    ended |= text.equals(END);
    Matcher data = DATA.matcher(text);
    if (data.matches()) {
      dumped.add(new TableName(data.group(2), data.group(1)));
    }
  }

  boolean begun() {
    return begun;
  }

  boolean ended() {
    return ended;
  }

  /// Whether the file may be taken to hold all rows of the table. Who wrote a file without the
  /// comment it begins with is not known to leave the others either.
  boolean holdsDataOf(TableName table) {
    return !begun || dumped.contains(table);
  }
}
