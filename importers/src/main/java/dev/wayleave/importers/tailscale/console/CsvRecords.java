package dev.wayleave.importers.tailscale.console;

import dev.wayleave.importers.tailscale.shape.ExportJson;
import dev.wayleave.tailnet.inventory.SourceException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Records of a CSV file (RFC 4180): quoted fields may hold commas, quotes twice, and line ends.
///
/// Fields are taken as they are: what looks like a formula is a name here.
final class CsvRecords implements AutoCloseable {
  private static final int MAX_FIELD_CHARS = 64 * 1024;
  private static final int MAX_FIELDS = 500;
  private static final int END = -1;

  private final Path file;
  private final BufferedReader reader;
  private int next;
  private int line = 1;

  CsvRecords(Path file) throws IOException {
    this.file = file;
    this.reader =
        new BufferedReader(
            new InputStreamReader(
                ExportJson.open(file),
                StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)));
    this.next = reader.read();
  }

  /// The line that the next record begins on.
  int line() {
    return line;
  }

  boolean hasNext() {
    return next != END;
  }

  List<String> next() throws IOException, SourceException {
    List<String> fields = new ArrayList<>();
    while (true) {
      fields.add(next == '"' ? quoted() : plain());
      if (fields.size() > MAX_FIELDS) {
        throw broken("has more than " + MAX_FIELDS + " fields");
      }
      if (next != ',') {
        endOfRecord();
        return fields;
      }
      next = reader.read();
    }
  }

  private String plain() throws IOException, SourceException {
    StringBuilder field = new StringBuilder();
    while (next != ',' && next != '\n' && next != '\r' && next != END) {
      take(field);
    }
    return field.toString();
  }

  private String quoted() throws IOException, SourceException {
    int from = line;
    StringBuilder field = new StringBuilder();
    next = reader.read();
    while (true) {
      if (next == END) {
        throw new SourceException(
            file
                + " ends in the middle of a quoted field that begins on line "
                + from
                + "; download it again.");
      }
      if (next == '"') {
        next = reader.read();
        if (next != '"') {
          return field.toString();
        }
      }
      if (next == '\n') {
        line++;
      }
      take(field);
    }
  }

  private void take(StringBuilder field) throws IOException, SourceException {
    if (field.length() >= MAX_FIELD_CHARS) {
      throw broken("has a field of more than " + MAX_FIELD_CHARS + " characters");
    }
    field.append((char) next);
    next = reader.read();
  }

  private void endOfRecord() throws IOException, SourceException {
    if (next == '\r') {
      next = reader.read();
    }
    if (next == '\n') {
      line++;
      next = reader.read();
    } else if (next != END) {
      throw broken("has text behind a quoted field");
    }
  }

  private SourceException broken(String what) {
    return new SourceException(
        file + " is not a table as the admin console writes it: line " + line + " " + what + ".");
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
