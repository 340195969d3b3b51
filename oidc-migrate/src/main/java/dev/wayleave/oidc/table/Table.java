package dev.wayleave.oidc.table;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.dataformat.csv.CsvFactory;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import dev.wayleave.oidc.InputException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// A file of values between separators (RFC 4180), the first line of which names the columns.
///
/// @param name of the file, for people
/// @param columns as they were written
public record Table(String name, List<String> columns, List<Row> rows) {
  private static final int MOST_ROWS = 1_000_000;
  private static final int LONGEST_CELL = 4_096;
  private static final CsvMapper CSV =
      CsvMapper.builder(
              CsvFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxStringLength(LONGEST_CELL).build())
                  .build())
          .enable(CsvParser.Feature.WRAP_AS_ARRAY)
          .enable(CsvParser.Feature.SKIP_EMPTY_LINES)
          .enable(CsvParser.Feature.TRIM_SPACES)
          .build();
  private static final ObjectReader ROWS = CSV.readerFor(String[].class);

  public Table {
    columns = List.copyOf(columns);
    rows = List.copyOf(rows);
  }

  /// Reads a file in UTF-8. Columns are separated by comma, semicolon or tab, whichever the first
  /// line has first.
  public static Table read(Path file) throws InputException {
    return parse(file.toString(), TextFile.read(file));
  }

  /// Reads a text.
  public static Table parse(String name, String text) throws InputException {
    CsvSchema schema = CsvSchema.emptySchema().withColumnSeparator(separator(text));
    List<String> columns = new ArrayList<>();
    List<Row> rows = new ArrayList<>();
    int line = 1;
    try (MappingIterator<String[]> lines = ROWS.with(schema).readValues(text)) {
      while (lines.hasNextValue()) {
        line = lines.getCurrentLocation().getLineNr();
        String[] cells = lines.nextValue();
        if (columns.isEmpty()) {
          columns.addAll(List.of(cells));
        } else {
          rows.add(row(name, line, columns, cells));
        }
        if (rows.size() > MOST_ROWS) {
          throw new InputException(
              "%s has more than %d lines; take out who is not in the tailnet."
                  .formatted(name, MOST_ROWS));
        }
      }
    } catch (JsonProcessingException e) {
      throw new InputException(
          "%s, line %d: %s; write it as CSV again, texts with quotes or separators in double quotes."
              .formatted(
                  name, e.getLocation() == null ? line : e.getLocation().getLineNr(), reason(e)),
          e);
    } catch (IOException e) {
      throw new InputException(name + " cannot be read; check that it is CSV in UTF-8.", e);
    }
    if (columns.isEmpty()) {
      throw new InputException(name + " is empty; its first line has to name the columns.");
    }
    return new Table(name, columns, rows);
  }

  private static String reason(JsonProcessingException e) {
    return String.valueOf(e.getOriginalMessage()).contains("exceeds the maximum")
        ? "a value is longer than " + LONGEST_CELL + " characters"
        : "the line cannot be taken apart";
  }

  private static char separator(String text) {
    for (int i = 0; i < text.length() && text.charAt(i) != '\n'; i++) {
      char c = text.charAt(i);
      if (c == ',' || c == ';' || c == '\t') {
        return c;
      }
    }
    return ',';
  }

  private static Row row(String name, int line, List<String> columns, String[] cells)
      throws InputException {
    if (cells.length > columns.size()) {
      throw new InputException(
          "%s, line %d: there are %d values under %d columns; put a value that holds a separator in double quotes."
              .formatted(name, line, cells.length, columns.size()));
    }
    Map<String, String> values = new LinkedHashMap<>();
    for (int i = 0; i < cells.length; i++) {
      if (cells[i].chars().anyMatch(c -> c < ' ' && c != '\n' && c != '\r' && c != '\t')) {
        throw new InputException(
            "%s, line %d: the value of %s has a control character; take it out."
                .formatted(name, line, columns.get(i)));
      }
      values.put(key(columns.get(i)), cells[i]);
    }
    return new Row(line, values);
  }

  /// The first of these columns that the table has, whatever the letter case.
  public Optional<String> column(String... names) {
    for (String wanted : names) {
      for (String column : columns) {
        if (key(column).equals(key(wanted))) {
          return Optional.of(column);
        }
      }
    }
    return Optional.empty();
  }

  private static String key(String column) {
    return column.strip().toLowerCase(Locale.ROOT).replaceAll("[ _-]", "");
  }

  /// One line.
  ///
  /// @param line from 1, where it begins
  public record Row(int line, Map<String, String> values) {
    public Row {
      values = Map.copyOf(values);
    }

    /// The value in a column, or nothing where it is empty.
    public Optional<String> value(Optional<String> column) {
      return column
          .map(name -> values.getOrDefault(key(name), "").strip())
          .filter(value -> !value.isEmpty());
    }
  }
}
