package dev.wayleave.importers.headscale.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.tailnet.inventory.Finding.Level;
import dev.wayleave.testkit.fixture.Fixtures;
import java.io.BufferedWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A dump of 100 000 nodes fits into the heap of the tests (1 GB) and is read in seconds.
class LargeDumpTest {
  private static final int NODES = 100_000;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path folder = Path.of("");

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void readsAHundredThousandNodes(boolean inserts) throws Exception {
    Path file = write(inserts);
    long start = System.nanoTime();
    DatabaseReading read = TestDumps.read(file);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(PATIENCE);
    assertThat(read.nodes()).hasSize(NODES + 33);
    assertThat(read.findings()).noneMatch(finding -> finding.level() == Level.BLOCKER);
  }

  private Path write(boolean inserts) throws Exception {
    String dump = Fixtures.text("0.29.2-postgres", "db.sql");
    int nodes = dump.indexOf("COPY public.nodes");
    String head = dump.substring(nodes, dump.indexOf('\n', nodes));
    String columns = head.substring(head.indexOf('('), head.indexOf(')') + 1);
    int end = dump.indexOf("\\.\n", nodes);
    Path file = folder.resolve("large.sql");
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      out.write(dump.substring(0, inserts ? end + 3 : end));
      for (int i = 1000; i < 1000 + NODES; i++) {
        String[] values = values(columns, i);
        out.write(
            inserts
                ? "INSERT INTO public.nodes " + columns + " VALUES (" + quoted(values) + ");\n"
                : String.join("\t", values) + "\n");
      }
      out.write(dump.substring(inserts ? end + 3 : end));
    }
    return file;
  }

  private static String quoted(String[] values) {
    StringBuilder text = new StringBuilder();
    for (String value : values) {
      text.append(text.isEmpty() ? "" : ", ")
          .append(value.equals("\\N") ? "NULL" : "'" + value + "'");
    }
    return text.toString();
  }

  private static String[] values(String columns, int i) {
    String[] names = columns.substring(1, columns.length() - 1).split(", ", -1);
    String key = String.format(Locale.ROOT, "%064x", i);
    for (int n = 0; n < names.length; n++) {
      names[n] =
          switch (names[n]) {
            case "id" -> Integer.toString(i);
            case "machine_key" -> "mkey:" + key;
            case "node_key" -> "nodekey:" + key;
            case "disco_key" -> "discokey:" + key;
            case "endpoints" -> "[\"192.0.2.1:41641\",\"[2001:db8::1]:41641\"]";
            case "host_info" ->
                "{\"OS\":\"linux\",\"Hostname\":\"host-"
                    + i
                    + "\",\"N\":\""
                    + key.repeat(9)
                    + "\"}";
            case "ipv4" -> "100." + (70 + i / 65536) + "." + (i / 256 % 256) + "." + i % 256;
            case "ipv6" ->
                String.format(Locale.ROOT, "fd7a:115c:a1e0:1::%x:%x", i >> 16, i & 65535);
            case "hostname", "given_name" -> "host-" + i;
            case "user_id" -> "1";
            case "register_method" -> "cli";
            case "tags", "approved_routes" -> "[]";
            case "created_at", "last_seen" -> "2026-11-22 06:20:17.912508+01";
            default -> "\\N";
          };
    }
    return names;
  }
}
