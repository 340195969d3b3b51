package dev.wayleave.tailnet.inventory.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.deser.BeanDeserializerModifier;
import com.fasterxml.jackson.databind.deser.std.DelegatingDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wayleave.tailnet.model.PolicyVersion;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Fields that an entity was given after the first bundles had been written.
///
/// One that is null is left out of the JSON (its record says so), and one that is not there is
/// null. So what was written without them is still read, and its digests still agree with its
/// manifest.
final class LaterFields {
  private static final Map<Class<?>, List<String>> BY_TYPE =
      Map.of(PolicyVersion.class, List.of("author", "message", "previous"));

  private LaterFields() {}

  static SimpleModule module() {
    SimpleModule module = new SimpleModule("wayleave-later-fields");
    module.setDeserializerModifier(new Supplying());
    return module;
  }

  private static final class Supplying extends BeanDeserializerModifier {
    private static final long serialVersionUID = 1L;

    @Override
    public JsonDeserializer<?> modifyDeserializer(
        DeserializationConfig config, BeanDescription type, JsonDeserializer<?> reader) {
      List<String> fields = BY_TYPE.get(type.getBeanClass());
      return fields == null ? reader : new Reader(reader, fields);
    }
  }

  private static final class Reader extends DelegatingDeserializer {
    private static final long serialVersionUID = 1L;

    private final transient List<String> fields;

    Reader(JsonDeserializer<?> reader, List<String> fields) {
      super(reader);
      this.fields = fields;
    }

    @Override
    protected JsonDeserializer<?> newDelegatingInstance(JsonDeserializer<?> reader) {
      return new Reader(reader, fields);
    }

    @Override
    public @Nullable Object deserialize(JsonParser in, DeserializationContext context)
        throws IOException {
      if (!(context.readTree(in) instanceof ObjectNode object)) {
        return context.handleUnexpectedToken(handledType(), in);
      }
      for (String field : fields) {
        if (!object.has(field)) {
          object.putNull(field);
        }
      }
      try (JsonParser all = context.getParser().getCodec().treeAsTokens(object)) {
        all.nextToken();
        return super.deserialize(all, context);
      }
    }
  }
}
