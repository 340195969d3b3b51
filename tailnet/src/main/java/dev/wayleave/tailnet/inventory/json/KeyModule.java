package dev.wayleave.tailnet.inventory.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import dev.wayleave.protocol.key.DiscoKey;
import dev.wayleave.protocol.key.MachineKey;
import dev.wayleave.protocol.key.NodeKey;
import dev.wayleave.tailnet.model.SecretText;
import java.io.IOException;
import java.util.function.Function;

/// How keys and secrets stand in JSON: keys as their text form, secrets by mode.
///
/// A secret is a string when revealed, and `{"fingerprint":"sha256:…"}` when withheld.
final class KeyModule {
  private static final String FINGERPRINT = "fingerprint";

  private KeyModule() {}

  static SimpleModule create(SecretMode mode) {
    SimpleModule module = new SimpleModule("wayleave-keys");
    text(module, MachineKey.class, MachineKey::parse);
    text(module, NodeKey.class, NodeKey::parse);
    text(module, DiscoKey.class, DiscoKey::parse);
    module.addSerializer(SecretText.class, new SecretWriter(mode));
    module.addDeserializer(SecretText.class, new SecretReader());
    return module;
  }

  private static <T> void text(SimpleModule module, Class<T> type, Function<String, T> parser) {
    module.addSerializer(type, ToStringSerializer.instance);
    module.addDeserializer(type, new TextReader<>(parser));
  }

  private static final class TextReader<T> extends JsonDeserializer<T> {
    private final Function<String, T> parser;

    TextReader(Function<String, T> parser) {
      this.parser = parser;
    }

    @Override
    public T deserialize(JsonParser in, DeserializationContext context) throws IOException {
      return parser.apply(in.getText());
    }
  }

  private static final class SecretWriter extends JsonSerializer<SecretText> {
    private final SecretMode mode;

    SecretWriter(SecretMode mode) {
      this.mode = mode;
    }

    @Override
    public void serialize(SecretText secret, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      if (mode == SecretMode.REVEAL && !secret.isWithheld()) {
        out.writeString(secret.reveal());
      } else {
        out.writeStartObject();
        out.writeStringField(FINGERPRINT, secret.fingerprint());
        out.writeEndObject();
      }
    }
  }

  private static final class SecretReader extends JsonDeserializer<SecretText> {
    @Override
    public SecretText deserialize(JsonParser in, DeserializationContext context)
        throws IOException {
      JsonNode node = in.readValueAsTree();
      if (node.isTextual()) {
        return SecretText.of(node.textValue());
      }
      return SecretText.withheld(node.path(FINGERPRINT).asText());
    }
  }
}
