package dev.wayleave.exporters.tailscale;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wayleave.tailnet.inventory.EntityRef;
import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.model.AttributeBounds;
import dev.wayleave.tailnet.model.CustomAttribute;
import dev.wayleave.tailnet.model.Node;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Posture attributes that somebody set on a device: values and when they cease to hold.
///
/// A condition of the policy that asks for one lets nobody in where it is missing, so they are set
/// before the device is let in.
final class AttributeWishes {
  /// As many always fit into a `long`.
  private static final int LONG_DIGITS = 18;

  private final HostedState present;
  private final List<Finding> findings;

  AttributeWishes(HostedState present, List<Finding> findings) {
    this.present = present;
    this.findings = findings;
  }

  void add(Node node, String nodeId, List<Wish> wishes) {
    if (!node.attributes().isEmpty() && !present.attributes().containsKey(nodeId)) {
      findings.add(
          Finding.lossy(
              "HOSTED_PART_CLOSED",
              "posture attributes of node " + node.id() + " (" + node.label() + ")",
              "The credential may not read them on the hosted side, so they are not set.",
              "Give the credential the scope devices:posture_attributes."));
      return;
    }
    node.attributes().forEach((name, attribute) -> add(node, nodeId, name, attribute, wishes));
  }

  private void add(
      Node node, String nodeId, String name, CustomAttribute attribute, List<Wish> wishes) {
    if (!AttributeBounds.isName(name) || !AttributeBounds.isValue(attribute.value())) {
      findings.add(
          Finding.lossy(
              "HOSTED_ATTRIBUTE",
              "node " + node.id() + " (" + node.label() + ")",
              "Its posture attribute " + name + " is none that the hosted side takes.",
              "Give it a name of letters, digits, _ and :, and a value of up to 50 letters, digits,"
                  + " _ and ., a number up to 2^53-1 or a boolean."));
      return;
    }
    String object = nodeId + "/" + name;
    boolean free =
        present.value(Aspect.ATTRIBUTE, object).filter(HostedState.ABSENT::equals).isPresent();
    wishes.add(
        new Wish(
            Aspect.ATTRIBUTE,
            object,
            EntityRef.of(node),
            node.label(),
            value(attribute.value(), attribute.expiry()),
            free));
  }

  /// An attribute as the hosted side tells it.
  static String of(JsonNode attributes, String name) {
    JsonNode value = attributes.path("attributes").get(name);
    return value == null
        ? HostedState.ABSENT
        : value(value, instant(attributes.path("expiries").path(name).asText()));
  }

  private static @Nullable Instant instant(String text) {
    try {
      Instant instant = Instant.parse(text);
      // The zero time stands for never.
      return instant.isAfter(Instant.EPOCH) ? instant : null;
    } catch (DateTimeParseException e) {
      return null;
    }
  }

  private static String value(JsonNode value, @Nullable Instant expiry) {
    ObjectNode attribute = HostedState.JSON.createObjectNode();
    attribute.set("value", value.isNumber() ? plain(value.decimalValue()) : value);
    if (expiry != null) {
      attribute.put("expiry", expiry.truncatedTo(ChronoUnit.SECONDS).toString());
    }
    return attribute.toString();
  }

  /// A number as everybody writes it, so that 3.0 and 3 are one.
  private static JsonNode plain(BigDecimal number) {
    BigDecimal least = number.stripTrailingZeros();
    return least.scale() <= 0 && least.precision() - least.scale() <= LONG_DIGITS
        ? LongNode.valueOf(least.longValueExact())
        : DecimalNode.valueOf(least);
  }

  /// The device of an attribute, and its name.
  static Map.Entry<String, String> split(String object) {
    int slash = object.indexOf('/');
    return Map.entry(object.substring(0, slash), object.substring(slash + 1));
  }
}
