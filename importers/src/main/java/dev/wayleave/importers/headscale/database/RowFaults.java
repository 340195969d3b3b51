package dev.wayleave.importers.headscale.database;

import dev.wayleave.importers.headscale.database.value.Parsed;
import dev.wayleave.importers.headscale.database.value.Row;
import dev.wayleave.importers.headscale.database.value.TimeText;
import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.model.TagName;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Reads the columns of one row and reports what cannot be read under the row's name.
record RowFaults(Row row, String object, Findings findings) {
  private static final int LONGEST_VALUE = 120;

  /// A value in quotes, shortened: a finding shows what is wrong, not a whole column.
  static String quoted(String value) {
    String shown =
        value.length() <= LONGEST_VALUE ? value : value.substring(0, LONGEST_VALUE) + "…";
    return '"' + shown + '"';
  }

  void report(Finding.Level level, String code, String what, String remedy) {
    findings.add(new Finding(level, code, object, what, remedy));
  }

  /// When something happened; what cannot be read is left out, since nothing depends on it.
  @Nullable Instant past(String column) {
    return switch (row.time(column)) {
      case Parsed.Nothing<Instant> _ -> null;
      case Parsed.Value<Instant>(Instant time) when TimeText.isUnset(time) -> null;
      case Parsed.Value<Instant>(Instant time) -> {
        flag1970(Finding.Level.INFO, column, time);
        yield time;
      }
      case Parsed.Unreadable<Instant>(String text) -> {
        report(
            Finding.Level.INFO,
            "TIME_UNREADABLE",
            column + " is " + quoted(text) + ", which is no time.",
            "Nothing to do: it is left out.");
        yield null;
      }
    };
  }

  /// When a node's access ends. Go's zero time means never.
  @Nullable Instant expiry(String column) {
    Instant time = limit(column);
    return time == null || TimeText.isUnset(time) ? null : time;
  }

  /// When a key ends. Headscale takes Go's zero time for a moment long ago, so such a key is
  /// expired and stays so: read as "never" it would open the door again.
  @Nullable Instant expiration(String column) {
    Instant time = limit(column);
    if (time != null && TimeText.isUnset(time)) {
      report(
          Finding.Level.INFO,
          "EXPIRATION_ZERO",
          column + " is " + row.text(column) + ", which Headscale takes as long expired.",
          "Nothing to do: the key stays expired.");
    }
    return time;
  }

  private @Nullable Instant limit(String column) {
    Parsed<Instant> parsed = row.time(column);
    if (parsed instanceof Parsed.Unreadable<Instant>(String text)) {
      report(
          Finding.Level.BLOCKER,
          "TIME_UNREADABLE",
          column + " is " + quoted(text) + ", which is no time; without it access would not end.",
          "Correct the value in Headscale's database and read it again.");
    }
    Instant time = parsed.orNull();
    if (time != null) {
      flag1970(Finding.Level.ACTION, column, time);
    }
    return time;
  }

  private void flag1970(Finding.Level level, String column, Instant time) {
    if (time.atOffset(ZoneOffset.UTC).getYear() == 1970) {
      report(
          level,
          "TIME_1970",
          column + " is " + row.text(column) + ", which a clock or a client set wrongly.",
          "Check whether it is expired on purpose; set a new expiry where it is not.");
    }
  }

  /// A truth value; NULL is false, as in Go.
  ///
  /// @param otherwise the safe side, for a value that is neither
  boolean flag(String column, boolean otherwise) {
    return switch (row.flag(column)) {
      case Parsed.Value<Boolean>(Boolean value) -> value;
      case Parsed.Nothing<Boolean> _ -> false;
      case Parsed.Unreadable<Boolean>(String text) -> {
        report(
            Finding.Level.ACTION,
            "FLAG_UNREADABLE",
            column + " is " + quoted(text) + " and is taken as " + otherwise + ".",
            "Check that this is meant.");
        yield otherwise;
      }
    };
  }

  /// A list of texts that is no part of what the object may do.
  List<String> harmlessTexts(String column) {
    return switch (row.texts(column)) {
      case Parsed.Value<List<String>>(List<String> texts) -> texts;
      case Parsed.Nothing<List<String>> _ -> List.of();
      case Parsed.Unreadable<List<String>>(String text) -> {
        report(
            Finding.Level.INFO,
            "LIST_UNREADABLE",
            column + " is " + quoted(text) + ", which is no list of texts.",
            "Nothing to do: it is left out.");
        yield List.of();
      }
    };
  }

  /// Tags. One that cannot be read blocks: with fewer tags the object would be someone else's.
  Set<TagName> tags(String column) {
    return switch (row.texts(column)) {
      case Parsed.Value<List<String>>(List<String> texts) -> tags(texts);
      case Parsed.Nothing<List<String>> _ -> Set.of();
      case Parsed.Unreadable<List<String>>(String text) -> {
        unreadableTag(column + " is " + quoted(text) + ", which is no list of tags.");
        yield Set.of();
      }
    };
  }

  Set<TagName> tags(List<String> texts) {
    Set<TagName> tags = new TreeSet<>();
    for (String text : texts) {
      if (text.startsWith(TagName.PREFIX) && text.length() > TagName.PREFIX.length()) {
        tags.add(new TagName(text));
      } else {
        unreadableTag(quoted(text) + " is not of the form tag:NAME.");
      }
    }
    return tags;
  }

  private void unreadableTag(String what) {
    report(
        Finding.Level.BLOCKER,
        "TAG_UNREADABLE",
        what,
        "Correct the tags in Headscale (headscale nodes tag) and read the database again.");
  }

  /// A text for people; what cannot be kept as text is reported once.
  String label(String column) {
    if (row.isGarbled(column)) {
      report(
          Finding.Level.ACTION,
          "TEXT_UNREADABLE",
          column + " holds bytes that are not text: " + quoted(row.text(column)) + ".",
          "Give it a new one after the migration.");
    }
    return row.text(column);
  }
}
