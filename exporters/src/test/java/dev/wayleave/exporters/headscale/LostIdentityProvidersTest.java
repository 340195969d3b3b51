package dev.wayleave.exporters.headscale;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.exporters.terraform.TerraformTarget;
import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.inventory.Progress;
import dev.wayleave.tailnet.inventory.Reading;
import dev.wayleave.tailnet.inventory.plan.InventoryTarget;
import dev.wayleave.tailnet.inventory.plan.InventoryTarget.Preview;
import dev.wayleave.tailnet.inventory.plan.PlanOptions;
import dev.wayleave.tailnet.model.IdentityProvider;
import dev.wayleave.testkit.tailnet.TailnetBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Identity providers of a coordinator, which other targets do not pass over in silence.
class LostIdentityProvidersTest {
  @TempDir Path folder;

  private static Reading source() throws Exception {
    Reading made = Edits.withPolicyInDatabase(TailnetBuilder.seeded(7).reading());
    Inventory.Builder inventory = Inventory.builder(made.inventory().source());
    made.inventory().entities().forEach(inventory::add);
    inventory.add(
        new IdentityProvider(
            "staff",
            IdentityProvider.Kind.OIDC,
            "Staff",
            true,
            "https://id.example.com",
            "wayleave",
            List.of("openid"),
            Map.of(),
            IdentityProvider.Pkce.S256,
            IdentityProvider.Allowed.EVERYBODY,
            true,
            IdentityProvider.Claims.STANDARD,
            IdentityProvider.Term.OF_SERVER,
            Set.of(),
            Map.of(),
            Map.of()));
    return new Reading(inventory.build(), made.counts(), List.of());
  }

  private static List<String> codes(InventoryTarget target) throws Exception {
    return target.plan(source(), PlanOptions.CAREFUL, Progress.SILENT).plan().findings().stream()
        .map(Finding::code)
        .filter(code -> code.contains("IDENTITY_PROVIDER"))
        .toList();
  }

  @Test
  void eachTargetTellsWhatItDoesNotTake() throws Exception {
    assertThat(codes(Targets.sqlite(folder.resolve("db.sqlite"))))
        .containsExactly("IDENTITY_PROVIDER_LOST");
    assertThat(
            codes(
                new TerraformTarget(
                    folder.resolve("tf"), InstantSource.system(), new SecureRandom())))
        .containsExactly("IDENTITY_PROVIDERS_NOT_WRITTEN");
  }

  @Test
  void aWholeServerIsWrittenWithTheOneProvider() throws Exception {
    Path server = folder.resolve("headscale");
    InventoryTarget target = Targets.folder(server);
    Reading source = withoutImported(source());
    Preview preview = target.plan(source, PlanOptions.CAREFUL, Progress.SILENT);

    assertThat(preview.plan().findings())
        .extracting(Finding::code)
        .doesNotContain("IDENTITY_PROVIDER_LOST")
        .contains("OIDC_CALLBACK_MOVED");
    target.apply(preview, Set.of(), Progress.SILENT);
    assertThat(Files.readString(server.resolve("config.yaml")))
        .contains("issuer: https://id.example.com", "client_id: wayleave");
    assertThat(target.plan(source, PlanOptions.CAREFUL, Progress.SILENT).plan().changesAnything())
        .isFalse();
  }

  private static Reading withoutImported(Reading reading) {
    Inventory.Builder inventory = Inventory.builder(reading.inventory().source());
    reading.inventory().entities().forEach(inventory::add);
    reading.inventory().server().ifPresent(server -> inventory.replace(server.loggingInAt(null)));
    return new Reading(inventory.build(), reading.counts(), List.of());
  }
}
