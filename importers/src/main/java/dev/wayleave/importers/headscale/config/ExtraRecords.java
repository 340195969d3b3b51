package dev.wayleave.importers.headscale.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.wayleave.importers.headscale.config.NamedFiles.Absence;
import dev.wayleave.tailnet.inventory.Finding.Level;
import dev.wayleave.tailnet.model.DnsSettings.ExtraRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// Reads extra DNS records, from the configuration or from their JSON file.
final class ExtraRecords {
  private static final String CODE = "EXTRA_RECORDS";

  // Source snippets in Jackson's messages are off by default, and are left so.
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  private final Findings findings;

  ExtraRecords(Findings findings) {
    this.findings = findings;
  }

  List<ExtraRecord> read(Setting inline) {
    List<ExtraRecord> records = new ArrayList<>();
    switch (inline.value()) {
      case SettingValue.Items(List<SettingValue> items, _) -> {
        for (SettingValue item : items) {
          Map<String, String> fields = new TreeMap<>();
          if (item instanceof SettingValue.Table(Map<String, SettingValue> entries, _)) {
            entries.forEach((name, value) -> fields.put(name, value.print()));
          }
          add(inline, item.print(), fields, records);
        }
      }
      case SettingValue.Text _, SettingValue.Table _, SettingValue.Nothing _ ->
          invalid(inline, "dns.extra_records is not a list of records.");
    }
    return records;
  }

  List<ExtraRecord> readFile(Setting path, String name, NamedFiles files) {
    Absence absence =
        new Absence(Level.LOSSY, "Correct dns.extra_records_path, or give an absolute path.");
    FileContent.Found file = files.open(path, name, CODE, ConfigFiles.LARGE, absence);
    return file == null ? List.of() : parse(path, file);
  }

  private List<ExtraRecord> parse(Setting path, FileContent.Found file) {
    List<ExtraRecord> records = new ArrayList<>();
    try {
      JsonNode root = JSON.readTree(file.text());
      if (!root.isArray()) {
        invalid(path, file.path() + " does not hold a JSON list of records.");
        return records;
      }
      for (JsonNode item : root) {
        Map<String, String> fields = new TreeMap<>();
        // Go matches the names of JSON members without regard to case.
        item.properties()
            .forEach(field ->
                fields.put(field.getKey().toLowerCase(Locale.ROOT), field.getValue().asText()));
        add(path, item.toString(), fields, records);
      }
    } catch (JsonProcessingException malformed) {
      String line =
          malformed.getLocation() == null ? "" : ", line " + malformed.getLocation().getLineNr();
      invalid(path, file.path() + line + ", is not valid JSON.");
    }
    return records;
  }

  private void add(
      Setting where, String shown, Map<String, String> fields, List<ExtraRecord> records) {
    String name = fields.getOrDefault("name", "");
    String value = fields.getOrDefault("value", "");
    if (name.isEmpty() || value.isEmpty()) {
      invalid(where, "The record " + shown + " has no name or no value.");
      return;
    }
    records.add(new ExtraRecord(name, fields.getOrDefault("type", ""), value));
  }

  private void invalid(Setting where, String what) {
    findings.lossy(
        CODE + "_INVALID", where.object(), what, "Correct it, or accept that it is not carried.");
  }
}
