package dev.wayleave.protocol.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import dev.wayleave.protocol.key.DiscoKey;
import dev.wayleave.protocol.key.MachineKey;
import dev.wayleave.protocol.key.NodeKey;
import dev.wayleave.protocol.key.TailnetLockKey;
import java.io.IOException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// How keys and moments are written as text.
final class WireModule extends SimpleModule {
  private static final long serialVersionUID = 1;

  private static final int KEY_BYTES = 32;

  WireModule() {
    key(NodeKey.class, NodeKey::parse, NodeKey::of);
    key(MachineKey.class, MachineKey::parse, MachineKey::of);
    key(DiscoKey.class, DiscoKey::parse, DiscoKey::of);
    key(TailnetLockKey.class, TailnetLockKey::parse, TailnetLockKey::of);
    // Go writes an offset if a time has one.
    text(Instant.class, text -> OffsetDateTime.parse(text).toInstant(), null);
  }

  private <T> void key(Class<T> type, Function<String, T> parser, Function<byte[], T> ofBytes) {
    text(type, parser, ofBytes.apply(new byte[KEY_BYTES]));
  }

  private <T> void text(Class<T> type, Function<String, T> parser, @Nullable T empty) {
    addSerializer(type, new ToStringSerializer(type));
    addDeserializer(type, new Text<>(type, parser, empty));
  }

  private static final class Text<T> extends StdScalarDeserializer<T> {
    private static final long serialVersionUID = 1;

    @SuppressWarnings("serial") // mappers are not serialised
    private final Function<String, T> parser;

    @SuppressWarnings("serial") // likewise
    private final @Nullable T empty;

    Text(Class<T> type, Function<String, T> parser, @Nullable T empty) {
      super(type);
      this.parser = parser;
      this.empty = empty;
    }

    /// What stands for null and for nothing, unless a field allows null.
    @Override
    public @Nullable Object getEmptyValue(DeserializationContext context) {
      return empty;
    }

    @Override
    public T deserialize(JsonParser in, DeserializationContext context) throws IOException {
      String text = in.getText();
      try {
        return parser.apply(text);
      } catch (RuntimeException e) {
        // Parsers refuse by different exceptions; the message is not shown, see WireJson.
        return context.reportInputMismatch(this, "not the text of a %s", handledType());
      }
    }
  }
}
