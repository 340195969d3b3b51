package dev.wayleave.importers.tailscale.console;

import dev.wayleave.importers.tailscale.ExportKind;
import dev.wayleave.importers.tailscale.Section;
import dev.wayleave.importers.tailscale.shape.ExportJson;
import dev.wayleave.importers.tailscale.shape.Governance;
import dev.wayleave.importers.tailscale.shape.ListBody;
import dev.wayleave.importers.tailscale.shape.OneTailnet;
import dev.wayleave.importers.tailscale.shape.OpenedExport;
import dev.wayleave.importers.tailscale.shape.ShapedExport;
import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.SourceException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Reads the machines table row by row.
///
/// Columns are found by their heading, in any order; one that is not known is kept with the device.
public final class MachinesTable {
  private static final List<String> NEEDED =
      List.of(Columns.NAME, Columns.ID, Columns.ADDRESSES, Columns.DOMAIN);

  private final Path file;
  private final ListBody devices = new ListBody(Section.DEVICES);
  private final List<Finding> findings = new ArrayList<>();
  private final OneTailnet tailnet;

  private MachinesTable(Path file) {
    this.file = file;
    this.tailnet = new OneTailnet(file);
  }

  /// Whether a first line is the heading of this table.
  public static boolean heads(String line) {
    return line.contains(Columns.NAME) && line.contains(Columns.ID);
  }

  public static OpenedExport read(Path file) throws SourceException {
    try (CsvRecords records = new CsvRecords(file)) {
      return new MachinesTable(file).export(records);
    } catch (CharacterCodingException e) {
      throw new SourceException(
          file + " is not UTF-8 text; download it again, without a detour by a spreadsheet.", e);
    } catch (IOException e) {
      throw ExportJson.trouble(file, e);
    }
  }

  private OpenedExport export(CsvRecords records) throws IOException, SourceException {
    List<String> headings = headings(records);
    while (records.hasNext()) {
      int line = records.line();
      List<String> fields = records.next();
      if (!(fields.size() == 1 && fields.getFirst().isEmpty())) {
        add(row(headings, fields, line));
      }
    }
    if (devices.isEmpty()) {
      throw new SourceException(file + " holds no machine; download the table of all machines.");
    }
    findings.addAll(ConsoleFindings.of(file, devices.size()));
    return Governance.with(
        ShapedExport.of(ExportKind.CONSOLE_CSV, file).put(Section.DEVICES, devices).build(),
        findings);
  }

  private List<String> headings(CsvRecords records) throws IOException, SourceException {
    List<String> headings =
        records.hasNext() ? records.next().stream().map(String::strip).toList() : List.of();
    Map<String, String> known = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    headings.forEach(heading -> known.put(heading, heading));
    for (String needed : NEEDED) {
      if (!known.containsKey(needed)) {
        throw new SourceException(
            file
                + " has no column \""
                + needed
                + "\", so it is not the machines table of the admin console.");
      }
    }
    return headings;
  }

  private Map<String, String> row(List<String> headings, List<String> fields, int line)
      throws SourceException {
    if (fields.size() != headings.size()) {
      throw new SourceException(
          file
              + " line "
              + line
              + " has "
              + fields.size()
              + " fields where the heading has "
              + headings.size()
              + "; download the table again.");
    }
    Map<String, String> row = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (int i = 0; i < headings.size(); i++) {
      row.put(headings.get(i), fields.get(i));
    }
    if (row.getOrDefault(Columns.ID, "").isBlank()) {
      throw new SourceException(
          file + " line " + line + " has no device id; download the table again.");
    }
    return row;
  }

  private void add(Map<String, String> row) throws SourceException {
    MachineRow machine = new MachineRow(row);
    if (!machine.external()) {
      tailnet.device(machine.name());
    }
    if (machine.exitNode()) {
      findings.add(ConsoleFindings.exitNode(machine.label()));
    }
    devices.add(machine.device());
  }
}
