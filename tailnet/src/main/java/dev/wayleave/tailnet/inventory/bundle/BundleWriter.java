package dev.wayleave.tailnet.inventory.bundle;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.wayleave.tailnet.inventory.Entity;
import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.inventory.KindDigest;
import dev.wayleave.tailnet.inventory.Progress;
import dev.wayleave.tailnet.inventory.RawRow;
import dev.wayleave.tailnet.inventory.Reading;
import dev.wayleave.tailnet.inventory.json.Digests;
import dev.wayleave.tailnet.inventory.json.InventoryJson;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;

/// Writes readings as bundles.
public final class BundleWriter {
  static final String MAGIC = "wayleave-bundle ";
  static final int FORMAT = 1;

  private static final int REPORT_EVERY = 1000;

  private final Instant createdAt;
  private final Protection protection;
  private final boolean withoutSecrets;

  /// @param withoutSecrets leaves secrets out; their fingerprints stay
  public BundleWriter(Instant createdAt, Protection protection, boolean withoutSecrets) {
    this.createdAt = createdAt;
    this.protection = protection;
    this.withoutSecrets = withoutSecrets;
  }

  /// Writes the whole bundle; the stream stays open.
  public void write(Reading reading, OutputStream out, Progress progress) throws IOException {
    Header header = header();
    byte[] headerLine = line(new ObjectMapper().writeValueAsString(header));
    out.write(line(MAGIC + FORMAT));
    out.write(headerLine);
    OutputStream payload =
        switch (protection) {
          case Protection.Plain _ -> new UnclosedStream(out);
          case Protection.Passphrase p ->
              new SealingStream(out, BundleKey.derive(header, headerLine, p.passphrase()));
        };
    try (OutputStream zipped = new GZIPOutputStream(payload, BundleKey.CHUNK_BYTES)) {
      writeLines(reading, zipped, progress);
    }
    out.flush();
  }

  private Header header() {
    return switch (protection) {
      case Protection.Plain _ -> Header.plain();
      case Protection.Passphrase p -> {
        byte[] salt = new byte[BundleKey.SALT_BYTES];
        p.random().nextBytes(salt);
        yield Header.encrypted(Base64.getEncoder().encodeToString(salt));
      }
    };
  }

  private static byte[] line(String text) {
    return (text + "\n").getBytes(StandardCharsets.UTF_8);
  }

  private void writeLines(Reading reading, OutputStream out, Progress progress) throws IOException {
    ObjectMapper mapper = json().mapper();
    Inventory inventory = reading.inventory();
    try (JsonGenerator lines = mapper.createGenerator(out)) {
      lines.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
      lines.disable(JsonGenerator.Feature.FLUSH_PASSED_TO_STREAM);
      lines.setRootValueSeparator(null);
      line(lines, "manifest", manifest(reading));
      long total = inventory.entities().count();
      long done = 0;
      for (Entity<?> entity : (Iterable<Entity<?>>) inventory.entities()::iterator) {
        line(lines, entity.ref().kind().plural(), json().tree(entity));
        if (++done % REPORT_EVERY == 0) {
          progress.at("writing the bundle", done, total);
        }
      }
      for (RawRow row : inventory.leftovers()) {
        line(lines, "leftover", row);
      }
      for (Finding finding : reading.findings()) {
        line(lines, "finding", finding);
      }
      line(lines, "end", true);
      progress.at("writing the bundle", total, total);
    }
  }

  private InventoryJson json() {
    return withoutSecrets ? InventoryJson.redacted() : InventoryJson.revealing();
  }

  private static void line(JsonGenerator lines, String name, Object value) throws IOException {
    lines.writeStartObject();
    lines.writePOJOField(name, value);
    lines.writeEndObject();
    lines.writeRaw('\n');
  }

  private Manifest manifest(Reading reading) {
    Map<String, KindDigest> kinds = new TreeMap<>();
    Digests.of(reading.inventory()).forEach((kind, digest) -> kinds.put(kind.plural(), digest));
    return new Manifest(
        createdAt,
        reading.inventory().source(),
        withoutSecrets,
        reading.counts(),
        kinds,
        reading.inventory().leftovers().size(),
        reading.findings().size());
  }
}
