package dev.wayleave.cli.report;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import dev.wayleave.tailnet.inventory.json.InventoryJson;
import java.io.IOException;
import java.io.OutputStream;

/// Writes values as JSON or YAML, secrets as fingerprints.
public final class Documents {
  private Documents() {}

  /// Writes one value and a line end; the stream stays open.
  public static void write(Format format, OutputStream out, Object value) throws IOException {
    try (JsonGenerator document = open(format, out)) {
      document.writePOJO(value);
    }
    end(format, out);
  }

  /// A document that is written piece by piece; closing it leaves the stream open.
  static JsonGenerator open(Format format, OutputStream out) throws IOException {
    ObjectMapper mapper = InventoryJson.redacted().mapper();
    JsonGenerator document =
        switch (format) {
          case YAML ->
              new YAMLFactory()
                  .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                  // As JSON has them: readers that load plain data alone refuse tags of our own.
                  .disable(YAMLGenerator.Feature.USE_NATIVE_TYPE_ID)
                  .createGenerator(out, JsonEncoding.UTF8);
          case JSON_LINE -> mapper.getFactory().createGenerator(out);
          case JSON, TABLE -> mapper.getFactory().createGenerator(out).setPrettyPrinter(pretty());
        };
    document.setCodec(mapper);
    document.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
    return document;
  }

  /// Ends the last line; YAML ends its own.
  static void end(Format format, OutputStream out) throws IOException {
    if (format != Format.YAML) {
      out.write('\n');
    }
    out.flush();
  }

  private static DefaultPrettyPrinter pretty() {
    DefaultIndenter lines = new DefaultIndenter("  ", "\n");
    return new DefaultPrettyPrinter(
            Separators.createDefaultInstance()
                .withObjectFieldValueSpacing(Separators.Spacing.AFTER))
        .withArrayIndenter(lines)
        .withObjectIndenter(lines);
  }
}
