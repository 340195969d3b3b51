package dev.wayleave.exporters.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wayleave.tailnet.identity.rewrite.Holder;
import dev.wayleave.tailnet.identity.rewrite.IdentityChange;
import dev.wayleave.tailnet.identity.rewrite.IdentityRewrite;
import dev.wayleave.tailnet.identity.rewrite.IdentityStoreException;
import dev.wayleave.tailnet.identity.rewrite.RewriteCheck;
import dev.wayleave.tailnet.inventory.Counts;
import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.inventory.Progress;
import dev.wayleave.tailnet.inventory.Reading;
import dev.wayleave.tailnet.inventory.SourceInfo;
import dev.wayleave.tailnet.inventory.bundle.BundleWriter;
import dev.wayleave.tailnet.inventory.bundle.Protection;
import dev.wayleave.tailnet.model.Identity;
import dev.wayleave.tailnet.model.PolicyVersion;
import dev.wayleave.tailnet.model.User;
import dev.wayleave.tailnet.model.UserId;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundleIdentityStoreTest {
  private static final Instant NOW = Instant.parse("2026-05-04T03:02:01Z");
  private static final String ISSUER = "https://new.example";
  private static final Identity GITHUB = new Identity("github", "alice@github", null, null);
  private static final Identity PASSKEY = new Identity("passkey", "bob@passkey", null, null);

  @TempDir Path folder;
  private Path file;
  private final List<String> kept = new ArrayList<>();

  @BeforeEach
  void write() throws Exception {
    file = folder.resolve("tailnet.wl");
    Inventory inventory =
        Inventory.builder(new SourceInfo("tailscale", "", ""))
            .add(user(1, "alice@github", GITHUB))
            .add(user(2, "bob@passkey", PASSKEY))
            .add(new PolicyVersion("7", "{\"acls\": []}", true, "api", NOW))
            .build();
    try (OutputStream out = Files.newOutputStream(file)) {
      new BundleWriter(NOW, new Protection.Plain(), false)
          .write(
              new Reading(inventory, new Counts(2, 0, 0, 0, 1, 0), List.of()),
              out,
              Progress.SILENT);
    }
  }

  private static User user(long id, String name, Identity identity) {
    return new User(new UserId(id), name, "", "", "", List.of(identity), Set.of(), null);
  }

  private BundleIdentityStore store() {
    return new BundleIdentityStore(
        file,
        new BundleOptions(null, true, false),
        InstantSource.fixed(NOW),
        new SecureRandom(),
        Progress.SILENT);
  }

  private static List<IdentityChange> changes() {
    return List.of(
        new IdentityChange.Rewrite(
            new UserId(1), GITHUB, new Identity("oidc", ISSUER + "/1", ISSUER, "1")),
        new IdentityChange.Rewrite(
            new UserId(2), PASSKEY, new Identity("oidc", ISSUER + "/2", ISSUER, "2")));
  }

  @Test
  void loginNamesOfTheHostedPlaneBecomeIdentitiesOfTheNewProviderAndBack() throws Exception {
    byte[] before = Files.readAllBytes(file);
    store().apply(new IdentityRewrite(store().read().state(), changes(), "{}"), kept::add);

    assertThat(
            RewriteCheck.differences(
                store().read().holders().stream().map(Holder::user).toList(), changes()))
        .isEmpty();
    assertThat(store().read().policy()).isEqualTo("{}");

    store().rollback(kept.getFirst());
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
  }

  @Test
  void refusesABundleThatWasWrittenSince() throws Exception {
    String state = store().read().state();
    store().apply(new IdentityRewrite(state, changes(), null), kept::add);
    assertThatThrownBy(() -> store().apply(new IdentityRewrite(state, changes(), null), kept::add))
        .isInstanceOf(IdentityStoreException.class)
        .hasMessageContaining("was written again since this was planned");
    Files.writeString(file, "x", StandardOpenOption.APPEND);
    assertThatThrownBy(() -> store().rollback(kept.getFirst()))
        .hasMessageContaining("so nothing was undone; the former one is kept in");
  }
}
