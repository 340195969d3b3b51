package dev.wayleave.coordinator.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.coordinator.running.RunningCoordinator;
import dev.wayleave.coordinator.state.Actor;
import dev.wayleave.coordinator.state.ApproveNode;
import dev.wayleave.protocol.wire.RegisterResponse;
import dev.wayleave.tailnet.model.IpPrefix;
import dev.wayleave.tailnet.model.Owner;
import dev.wayleave.tailnet.model.PreAuthKey;
import dev.wayleave.tailnet.model.TagName;
import dev.wayleave.tailnet.model.UserId;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Tags, routes, pools and approval at registration.
@QuarkusTest
@RunningCoordinator
class GrantsTest extends Registrations {
  @Test
  void requestedTagsAreGivenWhereTagOwnersAllowThem() throws Exception {
    Tailnets.policy("{\"tagOwners\": {\"tag:web\": [\"ann@example.com\"]}}");
    Device device = new Device("web").tags("tag:web").authKey(Tailnets.key(ann));
    RegisterResponse response = register(device);
    assertThat(response.error()).isEmpty();
    assertThat(response.login().loginName()).isEqualTo("tagged-devices");
    assertThat(node(device).owner())
        .isEqualTo(new Owner.OfTags(Set.of(new TagName("tag:web")), new UserId(ann)));
  }

  @Test
  void requestedTagsThatNobodyAllowsAreAnErrorAndSpendNoKey() throws Exception {
    Tailnets.policy("{\"tagOwners\": {\"tag:web\": [\"ann@example.com\"]}}");
    String key = Tailnets.key(bob);
    Device device = new Device("web").tags("tag:web").authKey(key);
    assertThat(register(device).error())
        .startsWith("requested tags [tag:web] are invalid or not permitted");
    assertThat(register(new Device("web").tags("tag:nowhere").authKey(key)).error())
        .startsWith("requested tags [tag:nowhere] are invalid or not permitted");
    assertThat(register(new Device("web").tags("web").authKey(key)).error())
        .startsWith("requested tags are invalid or not permitted");
    assertThat(state.image().nodes()).isEmpty();
    assertThat(register(device.tags()).error()).isEmpty();
  }

  @Test
  void tagsOfTheKeyMayBeRequestedWithoutAPolicy() throws Exception {
    Device device =
        new Device("web").tags("tag:a").authKey(Tailnets.keyOf(List.of("tag:a", "tag:b")));
    assertThat(register(device).error()).isEmpty();
    assertThat(node(device).owner())
        .isEqualTo(new Owner.OfTags(Set.of(new TagName("tag:a"), new TagName("tag:b")), null));
  }

  @Test
  void aTaggedKeyGivesTheTagsThatItsTagsOwn() throws Exception {
    Tailnets.policy("{\"tagOwners\": {\"tag:a\": [], \"tag:b\": [\"tag:a\"], \"tag:c\": []}}");
    String key = Tailnets.keyOf(List.of("tag:a"), "reusable", true);
    assertThat(register(new Device("web").tags("tag:b").authKey(key)).error()).isEmpty();
    assertThat(register(new Device("web").tags("tag:c").authKey(key)).error())
        .startsWith("requested tags [tag:c]");
  }

  @Test
  void anInteractiveLoginGetsTagsByItsUser() throws Exception {
    Tailnets.policy("{\"tagOwners\": {\"tag:web\": [\"ann@example.com\"]}}");
    Device device = new Device("web").tags("tag:web");
    String id = begin(device);
    admit(id, "bob").statusCode(422);
    admit(id, "ann").statusCode(200);
    assertThat(node(device).owner()).isInstanceOf(Owner.OfTags.class);
  }

  @Test
  void advertisedRoutesAreStoredAndApprovedWhereThePolicySaysSo() throws Exception {
    Tailnets.policy(
        """
        {"autoApprovers": {"routes": {"10.0.0.0/8": ["ann@example.com"]},
                           "exitNode": ["bob@example.com"]}}
        """);
    Device router =
        new Device("router")
            .routes("10.1.0.0/16", "192.168.0.0/24", "0.0.0.0/0", "::/0")
            .authKey(Tailnets.key(ann));
    register(router);
    assertThat(node(router).advertisedRoutes()).hasSize(4);
    assertThat(node(router).approvedRoutes()).containsExactly(IpPrefix.parse("10.1.0.0/16"));
    Device exit = new Device("exit").routes("0.0.0.0/0", "::/0").authKey(Tailnets.key(bob));
    register(exit);
    assertThat(node(exit).approvedRoutes()).containsExactly(IpPrefix.ALL_V4, IpPrefix.ALL_V6);
  }

  @Test
  void aRouteThatIsNoneIsAnError() throws Exception {
    Device device = new Device("router").routes("ten").authKey(Tailnets.key(ann));
    assertThat(register(device).error()).contains("ADDRESS/LENGTH");
  }

  @Test
  void addressesOfNewDevicesComeFromThePoolThatThePolicyNames() throws Exception {
    Tailnets.policy(
        """
        {"nodeAttrs": [{"target": ["ann@example.com"], "ipPool": ["100.81.0.0/16"]}]}
        """);
    assertThat(node(member("a", ann)).ipv4()).hasToString("100.81.0.0");
    assertThat(node(member("b", ann)).ipv4()).hasToString("100.81.0.1");
    Device other = member("c", bob);
    assertThat(String.valueOf(node(other).ipv4())).doesNotStartWith("100.81.0.0/");
    assertThat(node(other).ipv6()).hasToString("fd7a:115c:a1e0::3");
  }

  @Test
  void whereDevicesNeedApprovalANewOneWaitsUntilAnAdministratorApprovesIt() throws Exception {
    settings(null, Map.of("device_approval", "true"));
    Device device = new Device("laptop").authKey(Tailnets.key(ann));
    assertThat(register(device).machineAuthorized()).isFalse();
    assertThat(node(device).awaitingApproval()).isTrue();
    state.submit(new ApproveNode(node(device).id()), Actor.COORDINATOR).join();
    assertThat(register(device).machineAuthorized()).isTrue();
    register(device.rotated().authKey(Tailnets.key(ann)));
    assertThat(node(device).awaitingApproval()).as("approved once").isFalse();
  }

  @Test
  void aPreApprovedKeyNeedsNobodysApproval() throws Exception {
    settings(null, Map.of("device_approval", "true"));
    String text = Tailnets.key(ann);
    PreAuthKey key = state.image().preAuthKeys().iterator().next();
    put(
        new PreAuthKey(
            key.id(),
            key.secret(),
            key.user(),
            key.tags(),
            key.description(),
            key.reusable(),
            key.ephemeral(),
            key.used(),
            key.expiration(),
            key.revokedAt(),
            key.createdAt(),
            true));
    Device device = new Device("laptop").authKey(text);
    assertThat(register(device).machineAuthorized()).isTrue();
    assertThat(node(device).awaitingApproval()).isFalse();
  }

  @Test
  void aRevokedKeyLetsNobodyIn() throws Exception {
    String text = Tailnets.key(ann, "reusable", true);
    PreAuthKey key = state.image().preAuthKeys().iterator().next();
    put(
        new PreAuthKey(
            key.id(),
            key.secret(),
            key.user(),
            key.tags(),
            key.description(),
            true,
            false,
            false,
            null,
            key.createdAt(),
            key.createdAt()));
    assertThat(register(new Device("late").authKey(text)).error()).startsWith("authkey revoked");
  }
}
