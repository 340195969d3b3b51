package dev.wayleave.tailnet.inventory.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.deser.BeanDeserializerModifier;
import com.fasterxml.jackson.databind.deser.std.DelegatingDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wayleave.tailnet.model.ApiKey;
import dev.wayleave.tailnet.model.Identity;
import dev.wayleave.tailnet.model.IdentityProvider;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.OAuthClient;
import dev.wayleave.tailnet.model.PolicyVersion;
import dev.wayleave.tailnet.model.PreAuthKey;
import dev.wayleave.tailnet.model.Transition;
import dev.wayleave.tailnet.model.User;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Fields that an entity was given after the first bundles had been written.
///
/// One that says nothing is left out of the JSON (its record says so), and one that is not there
/// says nothing. So what was written without them is still read, and its digests still agree with
/// its manifest.
final class LaterFields {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /// The fields with what they are where they are not there.
  private static final Map<Class<?>, Map<String, JsonNode>> BY_TYPE =
      Map.of(
          PolicyVersion.class,
          Map.of(
              "author", JSON.nullNode(),
              "message", JSON.nullNode(),
              "previous", JSON.nullNode()),
          Node.class,
          Map.of(
              "capability", JSON.numberNode(0),
              "awaitingApproval", JSON.booleanNode(false),
              "attributes", JSON.objectNode(),
              "unmoved", JSON.nullNode(),
              "disabledExpiry", JSON.nullNode()),
          User.class,
          Map.of(
              "suspended", JSON.booleanNode(false),
              "awaitingApproval", JSON.booleanNode(false),
              "expected", JSON.arrayNode()),
          Identity.class,
          Map.of("lastLogin", JSON.nullNode(), "formerAddress", JSON.nullNode()),
          IdentityProvider.class,
          Map.of("confirmChangedAddress", JSON.booleanNode(false)),
          Identity.LastLogin.class,
          Map.of("verifiedEmail", JSON.textNode("")),
          Transition.class,
          Map.of(
              "expiryHeldSince", JSON.nullNode(),
              "endedAt", JSON.nullNode(),
              "sharedAddresses", JSON.arrayNode(),
              "sharedNames", JSON.arrayNode()),
          PreAuthKey.class,
          Map.of("preapproved", JSON.booleanNode(false), "proof", JSON.nullNode()),
          ApiKey.class,
          Map.of("proof", JSON.nullNode()),
          OAuthClient.class,
          Map.of("proof", JSON.nullNode()));

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
      Map<String, JsonNode> fields = BY_TYPE.get(type.getBeanClass());
      return fields == null ? reader : new Reader(reader, fields);
    }
  }

  private static final class Reader extends DelegatingDeserializer {
    private static final long serialVersionUID = 1L;

    private final transient Map<String, JsonNode> fields;

    Reader(JsonDeserializer<?> reader, Map<String, JsonNode> fields) {
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
      fields.forEach(object::putIfAbsent);
      try (JsonParser all = context.getParser().getCodec().treeAsTokens(object)) {
        all.nextToken();
        return super.deserialize(all, context);
      }
    }
  }
}
