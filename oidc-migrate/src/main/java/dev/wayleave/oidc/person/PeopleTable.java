package dev.wayleave.oidc.person;

import dev.wayleave.oidc.InputException;
import dev.wayleave.oidc.table.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Reads people from CSV, columns by their names.
///
/// A column of verified addresses that is not there counts as unverified: nobody vouches for them.
final class PeopleTable {
  private PeopleTable() {}

  static List<Person> of(Table table) throws InputException {
    Optional<String> subject = table.column("sub", "subject");
    Optional<String> username = table.column("username", "preferred_username", "user name", "uid");
    Optional<String> email = table.column("email", "mail", "email address");
    Optional<String> verified = table.column("email_verified", "verified");
    Optional<String> displayName = table.column("display_name", "name", "full name");
    Optional<String> enabled = table.column("enabled", "active");
    if (subject.isEmpty() && username.isEmpty() && email.isEmpty()) {
      throw new InputException(
          table.name()
              + ", line 1: there is no column sub, username or email; name the columns in the first"
              + " line.");
    }
    List<Person> people = new ArrayList<>();
    for (Table.Row row : table.rows()) {
      people.add(
          new Person(
              row.value(subject).orElse(null),
              row.value(username).orElse(""),
              row.value(email).orElse(""),
              bool(table, row, verified, false),
              row.value(displayName).orElse(""),
              bool(table, row, enabled, true)));
    }
    return people;
  }

  private static boolean bool(
      Table table, Table.Row row, Optional<String> column, boolean otherwise)
      throws InputException {
    String text = row.value(column).orElse("").toLowerCase(Locale.ROOT);
    return switch (text) {
      case "" -> otherwise;
      case "true", "yes", "1", "t", "y" -> true;
      case "false", "no", "0", "f", "n" -> false;
      default ->
          throw new InputException(
              "%s, line %d: %s is neither true nor false; write one of the two in %s."
                  .formatted(table.name(), row.line(), Quoted.of(text), column.orElse("")));
    };
  }
}
