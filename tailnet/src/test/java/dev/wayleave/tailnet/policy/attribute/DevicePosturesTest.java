package dev.wayleave.tailnet.policy.attribute;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.wayleave.tailnet.model.CustomAttribute;
import dev.wayleave.tailnet.model.LastIds;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.NodeId;
import dev.wayleave.tailnet.model.Tailnet;
import dev.wayleave.tailnet.model.TailnetEntity;
import dev.wayleave.tailnet.model.User;
import dev.wayleave.tailnet.model.UserId;
import dev.wayleave.tailnet.policy.TailnetPolicy;
import dev.wayleave.tailnet.policy.directory.Device;
import dev.wayleave.tailnet.policy.directory.Directory;
import dev.wayleave.tailnet.policy.directory.Resolver;
import dev.wayleave.tailnet.policy.directory.SmallOffice;
import dev.wayleave.tailnet.policy.posture.Verdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DevicePosturesTest {
  private static final Resolver OFFICE =
      SmallOffice.under(
          """
          {"postures": {"posture:mac": ["node:os == 'macos'", "node:tsVersion >= '1.80'"]},
           "defaultSrcPosture": ["posture:mac"]}
          """);

  @Test
  void aDeviceIsJudgedByWhatItsClientSays() {
    DevicePostures postures = DevicePostures.ofDevices(OFFICE.policy());
    assertThat(postures.admits(List.of(), SmallOffice.device(OFFICE, "alice")))
        .isEqualTo(new Verdict.Admitted("posture:mac"));
  }

  @Test
  void aDeviceThatSaidNothingIsNotAdmitted() {
    DevicePostures postures = DevicePostures.ofDevices(OFFICE.policy());
    assertThat(postures.admits(List.of("posture:mac"), SmallOffice.device(OFFICE, "bob")))
        .isInstanceOf(Verdict.Unknown.class);
  }

  @Test
  void aDeviceIsJudgedByItsCustomAttributes() {
    Resolver office = tiers("custom:tier == 'prod'", "custom:score >= 3", "custom:managed == true");
    JsonNodeFactory json = JsonNodeFactory.instance;
    Map<String, CustomAttribute> good =
        Map.of(
            "custom:tier", new CustomAttribute(json.textNode("prod"), null),
            "custom:score", new CustomAttribute(json.numberNode(3), null),
            "custom:managed", new CustomAttribute(json.booleanNode(true), null));
    assertThat(admits(office, good)).isTrue();
    Map<String, CustomAttribute> low = new HashMap<>(good);
    low.put("custom:score", new CustomAttribute(json.numberNode(2.5), null));
    assertThat(admits(office, low)).isFalse();
    assertThat(admits(office, Map.of())).isFalse();
  }

  @Test
  void whatAClientTellsCannotBeSetForIt() {
    Resolver office = tiers("node:os == 'macos'");
    CustomAttribute mac = new CustomAttribute(JsonNodeFactory.instance.textNode("macos"), null);
    assertThat(admits(office, Map.of("node:os", mac))).isFalse();
  }

  @Test
  void anAttributeThatIsSetLetsItsDeviceInWithTheNextDirectory() {
    Resolver office = tiers("custom:tier == 'prod'");
    TailnetPolicy before = TailnetPolicy.of(office.policy(), office.directory());
    assertThat(passages(before)).isZero();
    CustomAttribute prod = new CustomAttribute(JsonNodeFactory.instance.textNode("prod"), null);
    TailnetPolicy after = before.on(with(office.directory(), Map.of("custom:tier", prod)));
    assertThat(passages(after)).isPositive();
    assertThat(passages(after.on(with(after.directory(), Map.of())))).isZero();
  }

  private static int passages(TailnetPolicy policy) {
    Device bob = policy.directory().device(new NodeId(2)).orElseThrow();
    Device web = policy.directory().device(new NodeId(5)).orElseThrow();
    return policy.network().passages(bob, web).size();
  }

  /// The same people and devices, of which bob's has some attributes.
  private static Directory with(Directory directory, Map<String, CustomAttribute> attributes) {
    List<TailnetEntity> entities = new ArrayList<>();
    for (long id = 1; id <= 4; id++) {
      String name = List.of("alice", "bob", "carol", "dave").get((int) id - 1);
      entities.add(
          new User(
              new UserId(id),
              name,
              name,
              name + "@example.com",
              "",
              List.of(),
              directory.person(name + "@example.com").orElseThrow().roles(),
              null));
    }
    for (Device device : directory.devices()) {
      Node node = device.node();
      entities.add(node.id().value() == 2 ? node.change().attributes(attributes).build() : node);
    }
    return directory.next(Tailnet.of(2, LastIds.NONE, entities));
  }

  private static Resolver tiers(String... conditions) {
    return SmallOffice.under(
        """
        {"postures": {"posture:tier": ["%s"]}, "defaultSrcPosture": ["posture:tier"],
         "acls": [{"action": "accept", "src": ["*"], "dst": ["*:22"]}]}
        """
            .formatted(String.join("\", \"", conditions)));
  }

  private static boolean admits(Resolver office, Map<String, CustomAttribute> attributes) {
    Node bob = SmallOffice.device(office, "bob").node().change().attributes(attributes).build();
    return DevicePostures.ofDevices(office.policy())
        .postures()
        .admits(List.of(), DevicePostures.facts(bob))
        .admits();
  }
}
