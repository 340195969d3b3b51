package dev.wayleave.exporters.tailscale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wayleave.tailnet.inventory.EntityRef;
import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.Progress;
import dev.wayleave.tailnet.inventory.Reading;
import dev.wayleave.tailnet.inventory.plan.InventoryTarget;
import dev.wayleave.tailnet.inventory.plan.InventoryTarget.Preview;
import dev.wayleave.tailnet.inventory.plan.PlanItem;
import dev.wayleave.tailnet.inventory.plan.PlanOptions;
import dev.wayleave.testkit.contract.EditedReading;
import dev.wayleave.testkit.contract.InventoryTargetContract;
import dev.wayleave.testkit.hosted.HostedApi;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Hosted Tailscale keeps to what every target keeps to, as far as its API lets somebody.
///
/// Of these promises it cannot keep two, and the tests here say what it does instead:
///
/// - An empty one takes everything: nothing makes a device or a user there. So the devices are in
///   the tailnet, as they are once they have joined, and have nothing of what can be set. Ids and
///   dates are the hosted side's, for which the source is an export of that very tailnet.
/// - What the source deleted is deleted, what is new there is made: a device stays until somebody
///   removes it in the admin console, and a user comes by invitation.
///
/// That an apply is whole or not at all is in no test of the contract; what becomes of one that is
/// cut off is in [HostedTargetTest].
class HostedTargetContractTest extends InventoryTargetContract {
  @TempDir Path folder;
  private HostedApi api;
  private HostedExports exports;
  private Reading source;

  @BeforeEach
  void start() throws Exception {
    api = HostedApi.start();
    exports = new HostedExports(api, folder);
    List<JsonNode> three = new ArrayList<>();
    for (String id : List.of(GoingBack.GATEWAY, GoingBack.EXIT, GoingBack.LAPTOP)) {
      ObjectNode device = api.tailnet().device(id).deepCopy();
      // The contract speaks of nodes 1 and 2.
      three.add(device.put("id", Integer.toString(three.size() + 1)));
    }
    api.tailnet().withoutDevices();
    three.forEach(device -> api.tailnet().join((ObjectNode) device));
    Reading read = exports.read(Progress.SILENT);
    source = new Reading(read.inventory(), read.counts(), List.of());
  }

  @AfterEach
  void stop() {
    api.close();
  }

  @Override
  protected Reading source() {
    return source;
  }

  @Override
  protected InventoryTarget emptyTarget() {
    int number = 0;
    for (JsonNode joined : api.tailnet().devices()) {
      ObjectNode device = (ObjectNode) joined;
      device.put("name", "new-%d.tail4e5f.ts.net".formatted(++number));
      device.put("keyExpiryDisabled", false).put("authorized", false).remove("tags");
      device.putArray("enabledRoutes");
      device.withArray("addresses").remove(0);
      device.withArray("addresses").insert(0, "100.64.0." + number);
    }
    ObjectNode dns = api.tailnet().part("dns-configuration");
    dns.putArray("nameservers");
    dns.putObject("splitDNS");
    dns.putArray("searchPaths");
    dns.putObject("preferences").put("overrideLocalDNS", false).put("magicDNS", false);
    return exports.target();
  }

  @Test
  @Override
  protected void lateSecondApplyCarriesOnlyWhatChanged() throws Exception {
    InventoryTarget target = emptyTarget();
    Reading later = EditedReading.of(source());
    target.apply(plan(target, source()), Set.of(), Progress.SILENT);

    Preview preview = plan(target, later);

    assertThat(preview.plan().items())
        .extracting(PlanItem::op, item -> item.ref().toString())
        .containsExactly(tuple(PlanItem.Op.UPDATE, "nodes/1"));
    assertThat(preview.plan().findings())
        .extracting(Finding::code)
        .as("a new user is invited")
        .contains("HOSTED_USER_INVITE");
    target.apply(preview, Set.of(), Progress.SILENT);
    assertThat(target.read(Progress.SILENT).nodes())
        .extracting(node -> node.id().value() + " " + node.givenName())
        .contains("1 gateway-renamed")
        .as("nothing is ever deleted there")
        .anyMatch(node -> node.startsWith("2 "));
    assertThat(target.read(Progress.SILENT).find(EntityRef.parse("users/77"))).isEmpty();
  }

  private static Preview plan(InventoryTarget target, Reading reading) throws Exception {
    return target.plan(reading, PlanOptions.CAREFUL, Progress.SILENT);
  }
}
