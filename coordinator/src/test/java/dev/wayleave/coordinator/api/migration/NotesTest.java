package dev.wayleave.coordinator.api.migration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.coordinator.settings.SettingsInForce;
import dev.wayleave.tailnet.inventory.Counts;
import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.inventory.Reading;
import dev.wayleave.tailnet.inventory.SourceInfo;
import dev.wayleave.tailnet.inventory.plan.Plan;
import dev.wayleave.tailnet.inventory.plan.PlanOptions;
import dev.wayleave.tailnet.inventory.plan.Planner;
import dev.wayleave.tailnet.model.IpPrefix;
import dev.wayleave.tailnet.model.ServerSettings;
import dev.wayleave.tailnet.model.Tailnet;
import dev.wayleave.tailnet.model.TailnetChange;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class NotesTest {
  private static final SourceInfo HEADSCALE = new SourceInfo("headscale", "0.29.2", "sqlite");
  private static final Inventory EMPTY =
      Inventory.empty(new SourceInfo("wayleave", "0.1.0", "postgresql"));
  private static final String V4 = "100.64.0.0/10";
  private static final String V6 = "fd7a:115c:a1e0::/48";

  @Test
  void prefixesOfBothFamiliesAreNamed() {
    assertThat(notes(V4, V6, Optional.empty()))
        .containsExactly(
            "In force now: server URL https://vpn.example.com, prefixes "
                + V4
                + " and "
                + V6
                + ".");
  }

  @Test
  void aFamilyWithoutAPrefixIsNotNamed() {
    assertThat(notes(V4, null, Optional.empty()))
        .containsExactly("In force now: server URL https://vpn.example.com, prefix " + V4 + ".");
    assertThat(notes(null, V6, Optional.empty()))
        .containsExactly("In force now: server URL https://vpn.example.com, prefix " + V6 + ".");
    assertThat(notes(null, null, Optional.empty()))
        .containsExactly(
            "In force now: server URL https://vpn.example.com, the usual prefixes, as none was"
                + " imported.");
  }

  @Test
  void aServerUrlThatAFlagSetsStays() {
    assertThat(notes(V4, null, Optional.of("http://127.0.0.1:8080")))
        .containsExactly(
            "In force now: prefix "
                + V4
                + ". The server URL stays http://127.0.0.1:8080, which --server-url sets; imported"
                + " was https://vpn.example.com.");
  }

  @Test
  void whatTheMigrationDidNotWriteIsNotNamed() {
    ServerSettings server = server(V4, V6);
    Inventory same = Inventory.builder(HEADSCALE).add(server).build();
    Plan plan = plan(same, same);
    assertThat(Notes.ofApplied(plan, image(server), inForce(server, Optional.empty()))).isEmpty();
  }

  private static List<String> notes(
      @Nullable String v4, @Nullable String v6, Optional<String> flag) {
    ServerSettings server = server(v4, v6);
    Plan plan = plan(Inventory.builder(HEADSCALE).add(server).build(), EMPTY);
    return Notes.ofApplied(plan, image(server), inForce(server, flag));
  }

  private static Plan plan(Inventory source, Inventory target) {
    Reading reading = new Reading(source, new Counts(0, 0, 0, 0, 0, 0), List.of());
    return Planner.plan(reading, target, target, PlanOptions.CAREFUL, Set.of()).plan();
  }

  private static Tailnet image(ServerSettings server) {
    return Tailnet.empty().with(new TailnetChange.Put(server));
  }

  private static SettingsInForce inForce(ServerSettings server, Optional<String> flag) {
    return new SettingsInForce(image(server), flag, "http://127.0.0.1:1");
  }

  private static ServerSettings server(@Nullable String v4, @Nullable String v6) {
    return new ServerSettings(
        "https://vpn.example.com",
        "",
        v4 == null ? null : IpPrefix.parse(v4),
        v6 == null ? null : IpPrefix.parse(v6),
        "sequential",
        null,
        null,
        null,
        Map.of());
  }
}
