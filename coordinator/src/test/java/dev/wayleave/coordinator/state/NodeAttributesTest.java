package dev.wayleave.coordinator.state;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.wayleave.protocol.key.MachineKey;
import dev.wayleave.protocol.key.NodeKey;
import dev.wayleave.tailnet.model.CustomAttribute;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.NodeId;
import dev.wayleave.tailnet.model.Owner;
import dev.wayleave.tailnet.model.RegisterMethod;
import dev.wayleave.tailnet.model.StableNodeId;
import dev.wayleave.tailnet.model.TagName;
import dev.wayleave.tailnet.model.Tailnet;
import dev.wayleave.tailnet.model.TailnetChange;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What becomes of custom attributes of nodes.
class NodeAttributesTest {
  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
  private static final JsonNode PROD = JsonNodeFactory.instance.textNode("prod");
  private static final JsonNode THREE = JsonNodeFactory.instance.numberNode(3);

  private Moment moment = new Moment(NOW, new Random(7));
  private Tailnet image = Tailnet.empty();

  NodeAttributesTest() {
    put(1);
    put(2);
  }

  @Test
  void whatIsSetStaysBesideWhatWasThere() {
    set(1, "custom:tier", PROD, null);
    set(1, "custom:score", THREE, null);
    assertThat(names(1)).containsExactly("custom:score", "custom:tier");
    apply(new SetNodeAttributes(new NodeId(1), Map.of(), Set.of("custom:tier"), ""));
    assertThat(names(1)).containsExactly("custom:score");
  }

  @Test
  void removingWhatIsNotThereIsSaid() {
    assertThat(refusal(new SetNodeAttributes(new NodeId(1), Map.of(), Set.of("custom:tier"), "")))
        .isEqualTo("There is no attribute custom:tier of node 1.");
    assertThat(refusal(setting(9, "custom:tier", PROD, null))).isEqualTo("There is no node 9.");
  }

  @Test
  void anAttributeHasOneSpellingAndOneTypeInATailnet() {
    set(1, "custom:tier", PROD, null);
    assertThat(refusal(setting(2, "custom:Tier", PROD, null)))
        .isEqualTo("The attribute is spelled custom:tier on node 1; spell it so.");
    assertThat(refusal(setting(2, "custom:tier", THREE, null)))
        .isEqualTo(
            "The attribute custom:tier is a string on node 1; it is of one type everywhere.");
    set(2, "custom:tier", PROD, null);
    assertThat(names(2)).containsExactly("custom:tier");
  }

  @Test
  void whoAloneHasAnAttributeMayChangeItsType() {
    set(1, "custom:tier", PROD, null);
    set(1, "custom:tier", THREE, null);
    assertThat(node(1).attributes().get("custom:tier")).isEqualTo(new CustomAttribute(THREE, null));
  }

  @Test
  void anExpiryThatIsPastIsRefused() {
    assertThat(refusal(setting(1, "custom:tier", PROD, NOW)))
        .startsWith("The expiry 2026-11-22T10:00:00Z of custom:tier is past");
  }

  @Test
  void aNodeHasNoMoreThanAHundred() {
    Map<String, CustomAttribute> many = new HashMap<>();
    for (int i = 0; i <= SetNodeAttributes.MAX_ON_A_NODE; i++) {
      many.put("custom:a" + i, new CustomAttribute(THREE, null));
    }
    assertThat(refusal(new SetNodeAttributes(new NodeId(1), many, Set.of(), "")))
        .contains("more than 100 attributes");
  }

  @Test
  void whatHasExpiredGoesAndNothingElse() {
    set(1, "custom:tier", PROD, NOW.plusSeconds(60));
    set(1, "custom:score", THREE, null);
    set(2, "custom:tier", PROD, NOW.plusSeconds(61));
    List<Node> before = List.copyOf(image.nodes());
    apply(new DropExpiredAttributes());
    assertThat(image.nodes()).containsExactlyElementsOf(before);
    moment = new Moment(NOW.plus(Duration.ofMinutes(1)), new Random(7));
    apply(new DropExpiredAttributes());
    assertThat(names(1)).containsExactly("custom:score");
    assertThat(names(2)).containsExactly("custom:tier");
  }

  @Test
  void theAuditLogSaysWhichAttributesAndWhy() {
    SetNodeAttributes command =
        new SetNodeAttributes(
            new NodeId(1),
            Map.of("custom:b", new CustomAttribute(PROD, null)),
            Set.of("custom:a"),
            "audit 7");
    assertThat(command.operation()).isEqualTo("SetNodeAttributes -custom:a custom:b (audit 7)");
  }

  private void put(int id) {
    image =
        image.with(
            new TailnetChange.Put(
                new Node(
                    new NodeId(id),
                    new StableNodeId("n" + id),
                    MachineKey.ofHex("%064x".formatted(id)),
                    NodeKey.ofHex("%064x".formatted(id)),
                    null,
                    null,
                    null,
                    "n" + id,
                    "n" + id,
                    new Owner.OfTags(Set.of(new TagName("tag:a")), null),
                    RegisterMethod.CLI,
                    null,
                    false,
                    null,
                    null,
                    null,
                    List.of(),
                    List.of(),
                    List.of(),
                    null)));
  }

  private static SetNodeAttributes setting(
      long node, String name, JsonNode value, @Nullable Instant expiry) {
    return new SetNodeAttributes(
        new NodeId(node), Map.of(name, new CustomAttribute(value, expiry)), Set.of(), "");
  }

  private void set(long node, String name, JsonNode value, @Nullable Instant expiry) {
    apply(setting(node, name, value, expiry));
  }

  private void apply(Command<?> command) {
    if (!(command.decide(image, moment) instanceof Decision.Accepted<?> accepted)) {
      throw new AssertionError(command + " is refused");
    }
    image = image.with(accepted.changes());
  }

  private String refusal(Command<?> command) {
    if (!(command.decide(image, moment) instanceof Decision.Refused<?> refused)) {
      throw new AssertionError(command + " is accepted");
    }
    return refused.refusal().sentence();
  }

  private Node node(long id) {
    return image.node(new NodeId(id)).orElseThrow();
  }

  private Set<String> names(long id) {
    return node(id).attributes().keySet();
  }
}
