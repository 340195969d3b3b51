package dev.wayleave.exporters.tailscale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wayleave.tailnet.inventory.EntityKind;
import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.Progress;
import dev.wayleave.tailnet.inventory.plan.FieldDiff;
import dev.wayleave.tailnet.inventory.plan.InventoryTarget.Preview;
import dev.wayleave.tailnet.inventory.plan.InventoryTarget.Receipt;
import dev.wayleave.tailnet.inventory.plan.InventoryTarget.RollbackOutcome;
import dev.wayleave.tailnet.inventory.plan.KindSummary;
import dev.wayleave.tailnet.inventory.plan.PlanItem;
import dev.wayleave.tailnet.inventory.plan.PlanOptions;
import dev.wayleave.tailnet.inventory.plan.TargetException;
import dev.wayleave.tailnet.inventory.plan.TargetException.Reason;
import dev.wayleave.tailnet.model.HostedObject;
import dev.wayleave.tailnet.model.IpAddress;
import dev.wayleave.tailnet.model.PolicyVersion;
import dev.wayleave.tailnet.model.Secret;
import dev.wayleave.tailnet.model.SecretText;
import dev.wayleave.tailnet.model.User;
import dev.wayleave.tailnet.model.UserId;
import dev.wayleave.testkit.hosted.HostedApi;
import dev.wayleave.testkit.hosted.HostedReply;
import dev.wayleave.testkit.hosted.HostedSample;
import dev.wayleave.testkit.hosted.HostedTroubles;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is set on the hosted side, in which order, and what happens when that is cut off.
class HostedTargetTest {
  @TempDir Path state;
  private HostedApi api;
  private GoingBack back;

  @BeforeEach
  void start() {
    api = HostedApi.start();
    back = new GoingBack(api, state);
  }

  @AfterEach
  void stop() {
    api.close();
  }

  private static final PlanOptions ALL =
      new PlanOptions(false, Set.of(EntityKind.POLICY, EntityKind.SERVER));

  /// The hosted side's own, which knows the tags.
  private static final String OWN_POLICY =
      HostedSample.text("acl.hujson") + "// Changed in the admin console.\n";

  private TargetException failure() {
    return catchThrowableOfType(TargetException.class, () -> back.apply(ALL));
  }

  private static List<String> codes(Preview preview) {
    return preview.plan().findings().stream().map(Finding::code).toList();
  }

  private static PlanItem conflict(Preview preview, long node) {
    return preview.plan().items().stream()
        .filter(item ->
            item.op() == PlanItem.Op.CONFLICT && item.ref().toString().equals("nodes/" + node))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void setsPolicyDnsAndSettingsFirstAndLetsDevicesInLast() throws Exception {
    back.apply(ALL);

    assertThat(back.changes())
        .containsExactly(
            "tailnet/-/acl (policy)",
            "tailnet/-/dns/configuration {\"nameservers\":[{\"address\":\"9.9.9.9\"}],\"splitDNS\":{\"corp.example.com\":[{\"address\":\"10.20.0.53\"}]},\"searchPaths\":[\"corp.example.com\"],\"preferences\":{\"overrideLocalDNS\":true,\"magicDNS\":true}}",
            "tailnet/-/settings {\"devicesKeyDurationDays\":90}",
            "device/nGw7yB2xCNTRL/name {\"name\":\"gateway\"}",
            "device/nEx1tB3rCNTRL/name {\"name\":\"exit-berlin\"}",
            "device/nAl1ceMbCNTRL/name {\"name\":\"alice-macbook\"}",
            "device/nGw7yB2xCNTRL/ip {\"ipv4\":\"100.101.10.1\"}",
            "device/nEx1tB3rCNTRL/ip {\"ipv4\":\"100.101.10.2\"}",
            "device/nAl1ceMbCNTRL/ip {\"ipv4\":\"100.101.20.1\"}",
            "device/nGw7yB2xCNTRL/tags {\"tags\":[\"tag:router\"]}",
            "device/nGw7yB2xCNTRL/routes {\"routes\":[\"10.20.0.0/16\",\"192.0.2.0/24\",\"fd00:20::/48\"]}",
            "device/nGw7yB2xCNTRL/key {\"keyExpiryDisabled\":true}",
            "device/nGw7yB2xCNTRL/authorized {\"authorized\":true}",
            "device/nEx1tB3rCNTRL/tags {\"tags\":[\"tag:exit\"]}",
            "device/nEx1tB3rCNTRL/routes {\"routes\":[\"0.0.0.0/0\",\"::/0\"]}",
            "device/nEx1tB3rCNTRL/key {\"keyExpiryDisabled\":true}",
            "device/nEx1tB3rCNTRL/authorized {\"authorized\":true}",
            "device/nAl1ceMbCNTRL/authorized {\"authorized\":true}");
    assertThat(api.tailnet().policy().text()).isEqualTo(HostedSample.text("acl.hujson"));
    assertThat(
            api.changes().stream()
                .filter(question -> question.path().endsWith("/acl"))
                .map(question -> question.headers().get("if-match")))
        .singleElement()
        .asString()
        .matches("\"[0-9a-f]{64}\"");
  }

  @Test
  void aSecondApplySetsNothing() throws Exception {
    back.apply(ALL);
    api.forgetAsked();

    Preview again = back.plan();
    Receipt receipt = back.apply();

    assertThat(again.plan().changesAnything()).isFalse();
    assertThat(again.plan().items()).isEmpty();
    assertThat(receipt.notes()).first().asString().contains("holds this already");
    assertThat(back.changes()).isEmpty();
  }

  @Test
  void planningSetsNothing() throws Exception {
    String before = back.everything();

    Preview preview = back.plan();

    assertThat(preview.plan().changesAnything()).isTrue();
    assertThat(back.everything()).isEqualTo(before);
    assertThat(back.changes()).isEmpty();
  }

  @Test
  void whatTheHostedSideHasOfItsOwnStaysUnlessItIsToBeOverwritten() throws Exception {
    api.tailnet().policy().replace(OWN_POLICY);
    back.apply();

    assertThat(back.changes())
        .noneMatch(change -> change.contains("acl") || change.contains("settings"));
    assertThat(back.plan().plan().items())
        .extracting(PlanItem::op)
        .containsOnly(PlanItem.Op.CONFLICT);
    back.apply(ALL);
    assertThat(back.changes()).anyMatch(change -> change.contains("acl"));
  }

  @Test
  void whatTheHostedSideChangedSinceStays() throws Exception {
    back.apply(ALL);
    back.device(GoingBack.GATEWAY).put("name", "renamed.tail4e5f.ts.net");
    api.tailnet().policy().replace("{}");
    api.forgetAsked();

    assertThat(back.plan().plan().items())
        .extracting(PlanItem::op)
        .containsExactly(PlanItem.Op.KEEP, PlanItem.Op.KEEP);
    back.apply();
    assertThat(back.changes()).isEmpty();

    back.instead(back.node(1).change().givenName("third").build());
    assertThat(back.plan().plan().items()).extracting(PlanItem::op).contains(PlanItem.Op.CONFLICT);
    back.apply(new PlanOptions(false, Set.of(EntityKind.NODE)));
    assertThat(back.changes()).containsExactly("device/nGw7yB2xCNTRL/name {\"name\":\"third\"}");
  }

  @Test
  void aRefusalForOneDeviceKeepsNoOtherFromItsTurn() throws Exception {
    api.troubles()
        .next(
            "POST .*nGw7yB2xCNTRL/tags",
            1,
            HostedReply.error(400, "requested tags [tag:router] are invalid or not permitted"));

    TargetException failure = failure();

    assertThat(failure.reason()).isEqualTo(Reason.FAILED);
    assertThat(failure)
        .hasMessageContaining("1 of 18 values were refused")
        .hasMessageContaining("owner of nGw7yB2xCNTRL (HTTP 400, requested tags")
        .hasMessageContaining("the others are set, but not let in is nGw7yB2xCNTRL.");
    assertThat(back.changes())
        .as("without its tags it might reach what it must not")
        .noneMatch(change -> change.contains("nGw7yB2xCNTRL/authorized"))
        .anyMatch(change -> change.contains("nEx1tB3rCNTRL/authorized"));
    api.forgetAsked();
    back.apply();
    assertThat(back.changes())
        .containsExactly(
            "device/nGw7yB2xCNTRL/tags {\"tags\":[\"tag:router\"]}",
            "device/nGw7yB2xCNTRL/authorized {\"authorized\":true}");
  }

  @Test
  void tagsThatNobodyMayOwnThereAreToldAndKeepTheirDeviceOutAlone() throws Exception {
    Preview preview = back.plan();
    back.apply();

    assertThat(preview.plan().findings())
        .filteredOn(finding -> finding.code().equals("HOSTED_TAG_UNOWNED"))
        .extracting(Finding::object)
        .containsExactly("device nGw7yB2xCNTRL", "device nEx1tB3rCNTRL");
    assertThat(preview.plan().findings())
        .filteredOn(finding -> finding.code().equals("HOSTED_KEPT_OUT"))
        .extracting(Finding::object)
        .containsExactly("device nGw7yB2xCNTRL", "device nEx1tB3rCNTRL");
    assertThat(back.changes())
        .noneMatch(change -> change.contains("/tags"))
        .filteredOn(change -> change.contains("/authorized"))
        .containsExactly("device/nAl1ceMbCNTRL/authorized {\"authorized\":true}");
    PlanItem gateway = conflict(back.plan(), 1);
    assertThat(gateway.fields())
        .as("what is withdrawn is not counted as alike")
        .extracting(FieldDiff::field)
        .containsExactly("owner", "awaitingApproval");
    assertThat(back.plan().plan().summary().get(EntityKind.NODE))
        .isEqualTo(new KindSummary(0, 0, 0, 1, 2, 0));
  }

  @Test
  void anApplyThatIsCutOffIsGoneOnWith() throws Exception {
    api.troubles().after(7, "POST .*/device/", HostedTroubles.FOR_GOOD, HostedReply.reset());

    assertThat(failure().reason()).isEqualTo(Reason.UNAVAILABLE);

    int done = api.changes().size();
    api.troubles().end();
    api.forgetAsked();
    back.apply(ALL);
    assertThat(back.changes()).hasSizeLessThan(done).doesNotHaveDuplicates();
    assertThat(back.plan().plan().changesAnything()).isFalse();
  }

  @Test
  void rateLimitsAreWaitedOut() throws Exception {
    api.troubles()
        .after(2, "POST", 5, HostedReply.error(429, "rate limit").with("Retry-After", "30"));

    back.apply(ALL);

    assertThat(back.plan().plan().changesAnything()).isFalse();
  }

  @Test
  void aPolicyThatWasChangedMeanwhileIsNotReplaced() throws Exception {
    HostedTarget target = back.target();
    Preview preview = target.plan(back.reading(), ALL, Progress.SILENT);
    api.tailnet().policy().replace("{\"grants\": []}");
    assertThat(
            catchThrowableOfType(
                    TargetException.class, () -> target.apply(preview, Set.of(), Progress.SILENT))
                .reason())
        .isEqualTo(Reason.CHANGED);
    assertThat(back.changes()).isEmpty();

    api.troubles()
        .next("POST .*/acl$", 1, HostedReply.error(412, "precondition failed, invalid old hash"));
    TargetException failure = failure();
    assertThat(failure.reason()).isEqualTo(Reason.CHANGED);
    assertThat(failure).hasMessageContaining("plan again");
    assertThat(api.tailnet().policy().text()).isEqualTo("{\"grants\": []}");
  }

  @Test
  void aPolicyThatTheHostedSideRefusesBlocks() throws Exception {
    api.troubles().next("acl/validate", 1, HostedReply.error(200, "test(s) failed"));

    Preview preview = back.target().plan(back.reading(), ALL, Progress.SILENT);

    assertThat(preview.plan().obstacles(Set.of()))
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.code()).isEqualTo("HOSTED_POLICY_REFUSED");
          assertThat(finding.what()).contains("test(s) failed");
        });
  }

  @Test
  void anEmptyPolicyIsNotSentAsItWouldAllowAll() throws Exception {
    api.tailnet().policy().replace(OWN_POLICY);
    back.without(PolicyVersion.class).with(new PolicyVersion("8", " \n", true, "", null));

    assertThat(codes(back.plan())).contains("HOSTED_POLICY_EMPTY");
    back.apply(ALL);
    assertThat(back.changes()).noneMatch(change -> change.contains("acl"));
  }

  @Test
  void rollbackBringsBackWhatWasThere() throws Exception {
    String before = back.everything();
    Receipt receipt = back.apply(ALL);
    assertThat(back.everything()).isNotEqualTo(before);

    assertThat(back.target().rollback(receipt.migration(), Progress.SILENT))
        .isInstanceOf(RollbackOutcome.Done.class);

    assertThat(back.everything()).isEqualTo(before);
    assertThat(
            catchThrowableOfType(
                TargetException.class,
                () -> back.target().rollback(receipt.migration(), Progress.SILENT)))
        .hasMessageContaining("already taken back");
    assertThat(
            catchThrowableOfType(
                TargetException.class,
                () -> back.target().rollback("../../etc/passwd", Progress.SILENT)))
        .hasMessageContaining("is not the name of a migration");
  }

  @Test
  void rollbackRefusesWhereALaterChangeWouldBeLost() throws Exception {
    Receipt receipt = back.apply(ALL);
    back.device(GoingBack.EXIT).put("name", "since.tail4e5f.ts.net");
    String before = back.everything();

    RollbackOutcome outcome = back.target().rollback(receipt.migration(), Progress.SILENT);

    assertThat(outcome)
        .isInstanceOfSatisfying(
            RollbackOutcome.Refused.class,
            refused ->
                assertThat(refused.losses())
                    .singleElement()
                    .asString()
                    .contains("givenName of nEx1tB3rCNTRL"));
    assertThat(back.everything()).isEqualTo(before);
  }

  @Test
  void rollbackOfAnApplyThatWasCutOffTakesBackWhatWasSet() throws Exception {
    String before = back.everything();
    api.troubles().after(9, "POST .*/device/", HostedTroubles.FOR_GOOD, HostedReply.reset());
    HostedTarget target = back.target();
    Preview preview = target.plan(back.reading(), ALL, Progress.SILENT);
    assertThat(
            catchThrowableOfType(
                TargetException.class, () -> target.apply(preview, Set.of(), Progress.SILENT)))
        .isNotNull();
    api.troubles().end();

    target.rollback(preview.migration(), Progress.SILENT);

    assertThat(back.everything()).isEqualTo(before);
  }

  @Test
  void addressesAndNamesThatSwapFindTheirOrder() throws Exception {
    api.tailnet().policy().replace(OWN_POLICY);
    back.device(GoingBack.GATEWAY).putArray("addresses").add("100.101.10.2");
    back.device(GoingBack.EXIT).putArray("addresses").add("100.101.20.1");
    back.device(GoingBack.GATEWAY).put("name", "exit-berlin.tail4e5f.ts.net");
    back.device(GoingBack.EXIT).put("name", "gateway.tail4e5f.ts.net");

    Preview preview = back.plan();
    back.apply();

    assertThat(back.changes().stream().filter(change -> change.contains("/ip ")))
        .as("each goes where the one before has left")
        .containsExactly(
            "device/nGw7yB2xCNTRL/ip {\"ipv4\":\"100.101.10.1\"}",
            "device/nEx1tB3rCNTRL/ip {\"ipv4\":\"100.101.10.2\"}",
            "device/nAl1ceMbCNTRL/ip {\"ipv4\":\"100.101.20.1\"}");
    assertThat(codes(preview)).as("two names in a ring").contains("HOSTED_NAME_TAKEN");
    assertThat(back.changes()).noneMatch(change -> change.contains("\"gateway\""));
  }

  @Test
  void whatTheHostedSideCannotTakeIsTold() throws Exception {
    ObjectNode laptop = back.device(GoingBack.LAPTOP);
    laptop.put("user", "bob@example.com");
    back.with(new User(new UserId(2), "zoe", "", "zoe@example.com", "", List.of(), Set.of(), null))
        .with(new HostedObject("webhook", "w1", "{}"))
        .with(new Secret(Secret.SecretRole.LOCK_DISABLEMENT, Secret.ONLY, SecretText.of("ff")))
        .instead(back.node(3).change().ipv6(IpAddress.parse("fd7a:115c:a1e0::5")).build());
    api.tailnet().devices().remove(0);

    Preview preview = back.plan();

    assertThat(codes(preview))
        .contains(
            "HOSTED_USER_INVITE",
            "HOSTED_NOT_JOINED",
            "HOSTED_IPV6",
            "HOSTED_OWNER",
            "HOSTED_EXIT_NODE_ID",
            "HOSTED_SUFFIX",
            "HOSTED_OBJECTS_KEPT",
            "HOSTED_LOCK_DISABLEMENT",
            "HOSTED_IDS");
    assertThat(preview.plan().findings())
        .filteredOn(finding -> finding.code().equals("HOSTED_NOT_JOINED"))
        .singleElement()
        .satisfies(finding -> assertThat(finding.object()).isEqualTo("node 1 (gateway)"));
    Set<String> accepted = Set.of("HOSTED_IPV6", "HOSTED_LOCK_DISABLEMENT");
    assertThat(preview.plan().obstacles(accepted)).isEmpty();
    assertThat(preview.plan().obstacles(Set.of())).isNotEmpty();
  }

  @Test
  void partsThatTheCredentialMayNotReadAreNotSet() throws Exception {
    api.troubles()
        .next("GET .*(/acl|dns)", HostedTroubles.FOR_GOOD, HostedReply.error(403, "no scope"));

    assertThat(codes(back.plan())).contains("HOSTED_PART_CLOSED", "HOSTED_PART_CLOSED");

    api.troubles()
        .next("GET .*devices", HostedTroubles.FOR_GOOD, HostedReply.error(403, "no scope"));
    assertThat(failure())
        .hasMessageContaining("may not read the devices")
        .hasMessageContaining("devices:core");
  }

  @Test
  void settingsThatCameFromTheHostedSideGoBackWithWhatChangedSince() throws Exception {
    back.with(
        new HostedObject(
            "settings", "-", "{\"devicesKeyDurationDays\":30,\"httpsEnabled\":false,\"odd\":1}"));

    back.apply(ALL);

    assertThat(back.changes().stream().filter(change -> change.contains("settings")))
        .containsExactlyInAnyOrder(
            "tailnet/-/settings {\"devicesKeyDurationDays\":90}",
            "tailnet/-/settings {\"httpsEnabled\":false}");
  }

  @Test
  void aSettingThatTheHostedSideDoesNotTellIsALoss() throws Exception {
    api.tailnet().part("settings").remove("devicesKeyDurationDays");

    Preview preview = back.plan();

    assertThat(preview.plan().obstacles(Set.of()))
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.code()).isEqualTo("HOSTED_SETTING_UNKNOWN");
          assertThat(finding.what()).contains("devicesKeyDurationDays", "90");
        });
    assertThat(preview.plan().summary()).doesNotContainKey(EntityKind.SERVER);
  }

  @Test
  void dnsSettingsThatMeanTheSameAreNotSetAgain() throws Exception {
    back.apply(ALL);
    ObjectNode dns = api.tailnet().part("dns-configuration");
    assertThat(dns.fieldNames().next()).as("told in another order").isEqualTo("preferences");
    assertThat(dns.path("nameservers").path(0).has("useWithExitNode")).isTrue();

    assertThat(back.plan().plan().items()).isEmpty();

    ((ObjectNode) dns.path("nameservers").path(0)).put("useWithExitNode", true);
    assertThat(back.plan().plan().items())
        .as("and what does not is left as it is, as the source cannot say it")
        .isEmpty();
  }
}
