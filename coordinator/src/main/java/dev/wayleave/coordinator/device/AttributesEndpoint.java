package dev.wayleave.coordinator.device;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wayleave.coordinator.control.ControlAnswer;
import dev.wayleave.coordinator.control.ControlEndpoint;
import dev.wayleave.coordinator.control.ControlExchange;
import dev.wayleave.coordinator.state.PolicyInForce;
import dev.wayleave.coordinator.state.SetNodeAttributes;
import dev.wayleave.coordinator.state.TailnetState;
import dev.wayleave.protocol.wire.SetDeviceAttributesRequest;
import dev.wayleave.protocol.wire.WireException;
import dev.wayleave.protocol.wire.WireJson;
import dev.wayleave.tailnet.model.AttributeBounds;
import dev.wayleave.tailnet.model.CustomAttribute;
import dev.wayleave.tailnet.model.Node;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// `PATCH /machine/set-device-attr`: a node sets posture attributes of its own.
///
/// Conditions of the policy may ask for them, so a node that could set any would let itself in: it
/// sets those alone that the policy's `attrConfig` declares with `allowSetByNode`.
@Singleton
public final class AttributesEndpoint implements ControlEndpoint {
  private static final String PATH = "/machine/set-device-attr";
  private static final int LARGEST = 16 << 10;
  private static final String COMMENT = "set by the node";

  private final Askers askers;
  private final Notes notes;
  private final TailnetState state;
  private final PolicyInForce policies;

  AttributesEndpoint(Askers askers, Notes notes, TailnetState state, PolicyInForce policies) {
    this.askers = askers;
    this.notes = notes;
    this.state = state;
    this.policies = policies;
  }

  @Override
  public boolean serves(String method, String path) {
    return method.equals("PATCH") && path.equals(PATH);
  }

  @Override
  public void handle(ControlExchange exchange) throws WireException {
    SetDeviceAttributesRequest request =
        WireJson.read(exchange.request().body(), SetDeviceAttributesRequest.class, LARGEST);
    askers
        .member(exchange, request.nodeKey())
        .ifPresent(node -> change(exchange, node, request.update()));
  }

  private void change(ControlExchange exchange, Node node, Map<String, JsonNode> update) {
    Map<String, dev.wayleave.tailnet.policy.language.CustomAttribute> declared =
        policies.of(state.image()).customAttributes();
    Map<String, CustomAttribute> set = new HashMap<>();
    Set<String> removed = new HashSet<>();
    for (Map.Entry<String, JsonNode> entry : update.entrySet()) {
      String name = entry.getKey();
      var declaration = declared.get(name);
      if (declaration == null || !declaration.allowSetByNode()) {
        Askers.refuse(exchange, 403, notPermitted(name));
        return;
      }
      JsonNode value = entry.getValue();
      if (value == null || value.isNull()) {
        if (node.attributes().containsKey(name)) {
          removed.add(name);
        }
        continue;
      }
      Optional<String> fault = fault(name, value, declaration);
      if (fault.isPresent()) {
        Askers.refuse(exchange, 400, fault.get());
        return;
      }
      set.put(name, new CustomAttribute(value, null));
    }
    ControlAnswer done = ControlAnswer.json("{}".getBytes(StandardCharsets.UTF_8));
    if (set.isEmpty() && removed.isEmpty()) {
      exchange.answer(done);
    } else {
      notes.write(exchange, node, new SetNodeAttributes(node.id(), set, removed, COMMENT), done);
    }
  }

  private static String notPermitted(String name) {
    return "The tailnet's policy does not let nodes set "
        + (AttributeBounds.isName(name) ? name : "such an attribute")
        + "; an administrator can set it, or declare it in attrConfig with allowSetByNode.";
  }

  private static Optional<String> fault(
      String name,
      JsonNode value,
      dev.wayleave.tailnet.policy.language.CustomAttribute declaration) {
    if (!AttributeBounds.isName(name) || !AttributeBounds.isValue(value)) {
      return Optional.of(
          "An attribute is called custom:NAME and is a boolean, a number up to 2^53 - 1, or a string"
              + " of 1 to 50 letters, digits, _ and . characters.");
    }
    boolean fits =
        switch (declaration.type()) {
          case "string" -> value.isTextual();
          case "number" -> value.isNumber();
          case "bool", "boolean" -> value.isBoolean();
          default -> true; // none is declared
        };
    String text = value.isTextual() ? value.textValue() : value.toString();
    boolean allowed =
        declaration.allowedValues().isEmpty() || declaration.allowedValues().contains(text);
    return fits && allowed
        ? Optional.empty()
        : Optional.of("The policy's attrConfig does not allow this value of " + name + ".");
  }
}
