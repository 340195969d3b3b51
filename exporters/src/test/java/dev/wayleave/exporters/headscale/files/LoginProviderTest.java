package dev.wayleave.exporters.headscale.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.exporters.headscale.row.InventoryRows;
import dev.wayleave.exporters.headscale.row.RowOptions;
import dev.wayleave.exporters.headscale.schema.Engine;
import dev.wayleave.exporters.headscale.schema.HeadscaleSchema;
import dev.wayleave.exporters.headscale.schema.HeadscaleSchemas;
import dev.wayleave.exporters.headscale.schema.SchemaRelease;
import dev.wayleave.importers.headscale.config.HeadscaleConfig;
import dev.wayleave.tailnet.identity.ProviderIdentifier;
import dev.wayleave.tailnet.identity.Subject;
import dev.wayleave.tailnet.inventory.Entity;
import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.inventory.RawValue;
import dev.wayleave.tailnet.model.Identity;
import dev.wayleave.tailnet.model.IdentityProvider;
import dev.wayleave.tailnet.model.IdentityProvider.Allowed;
import dev.wayleave.tailnet.model.IdentityProvider.Claims;
import dev.wayleave.tailnet.model.IdentityProvider.Kind;
import dev.wayleave.tailnet.model.IdentityProvider.Pkce;
import dev.wayleave.tailnet.model.IdentityProvider.Term;
import dev.wayleave.tailnet.model.Secret;
import dev.wayleave.tailnet.model.Secret.SecretRole;
import dev.wayleave.tailnet.model.ServerSettings.Oidc;
import dev.wayleave.tailnet.model.User;
import dev.wayleave.tailnet.model.UserId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Which provider of a coordinator a Headscale goes on with.
class LoginProviderTest {
  private static final String STAFF = "https://id.example.com/realms/staff/";
  private static final String GUESTS = "https://guests.example.com";
  private static final Allowed ALLOWED =
      new Allowed(List.of("example.com"), List.of("ann@example.org"), List.of("vpn"));

  @TempDir Path folder;

  private static IdentityProvider provider(String name, String issuer) {
    return new IdentityProvider(
        name,
        Kind.OIDC,
        name,
        true,
        issuer,
        "wayleave",
        List.of("openid", "email"),
        Map.of("prompt", "login"),
        Pkce.S256,
        ALLOWED,
        true,
        Claims.STANDARD,
        new Term(false, "PT720H"),
        Set.of(),
        Map.of(),
        Map.of());
  }

  private static IdentityProvider odd(
      Kind kind, Allowed allowed, Claims claims, Set<String> linkDomains) {
    return new IdentityProvider(
        "staff",
        kind,
        "staff",
        true,
        STAFF,
        "wayleave",
        List.of("openid"),
        Map.of(),
        Pkce.OFF,
        allowed,
        true,
        claims,
        Term.OF_SERVER,
        linkDomains,
        Map.of(),
        Map.of());
  }

  private static LoginProvider.Carried carried(Servers server, IdentityProvider... providers) {
    return LoginProvider.of(with(server, List.of(), providers));
  }

  private static Inventory with(Servers server, List<User> users, IdentityProvider... providers) {
    Inventory base = server.inventory();
    Inventory.Builder inventory = Inventory.builder(base.source());
    base.entities().forEach(inventory::add);
    users.forEach(inventory::add);
    List.of(providers).forEach(inventory::add);
    return inventory.build();
  }

  private static Servers secrets(String... names) {
    Servers server = new Servers();
    for (String name : names) {
      server.secret(SecretRole.OIDC_CLIENT_SECRET, name, "s3cret-of-" + name);
    }
    return server;
  }

  private static List<String> codes(LoginProvider.Carried carried) {
    return carried.findings().stream().map(Finding::code).toList();
  }

  private static Oidc oidc(LoginProvider.Carried carried) {
    return Objects.requireNonNull(carried.inventory().server().orElseThrow().oidc());
  }

  private static boolean hasOidc(LoginProvider.Carried carried) {
    return carried.inventory().server().orElseThrow().oidc() != null;
  }

  @ParameterizedTest
  @EnumSource(SchemaRelease.class)
  void theOneProviderIsWrittenAsTheReleaseReadsIt(SchemaRelease release) throws Exception {
    LoginProvider.Carried carried =
        carried(
            secrets("staff", "guests"),
            provider("staff", STAFF),
            provider("guests", GUESTS).enabled(false));

    ServerFiles files =
        new HeadscaleFiles().render(carried.inventory(), release, WrittenDirectory.SQLITE);

    HeadscaleConfig read =
        WrittenDirectory.read(WrittenDirectory.write(files, folder.resolve(release.name())));
    Oidc written = Objects.requireNonNull(read.server().oidc());
    boolean own = !release.atLeast(SchemaRelease.V0_29);
    assertThat(written)
        .usingRecursiveComparison()
        .ignoringFields("nodeExpiry", "emailVerifiedRequired")
        .isEqualTo(oidc(carried));
    assertThat(written.nodeExpiry()).isEqualTo(own ? "PT720H" : null);
    assertThat(written.issuer()).isEqualTo(STAFF);
    assertThat(written.allowedGroups()).containsExactly("vpn");
    assertThat(WrittenDirectory.text(files, "oidc_client_secret")).isEqualTo("s3cret-of-staff");
    assertThat(WrittenDirectory.text(files, "config.yaml"))
        .doesNotContain("s3cret")
        .contains("client_secret_path: ./oidc_client_secret");
    assertThat(codes(carried)).containsExactly("OIDC_CALLBACK_MOVED");
    assertThat(carried.findings().getFirst().what())
        .contains("https://vpn.example.com/oidc/callback");
    assertThat(carried.inventory().identityProviders())
        .extracting(IdentityProvider::name)
        .containsExactly("guests");
  }

  @Test
  void noneIsWrittenWhereSeveralAreEnabled() {
    LoginProvider.Carried carried =
        carried(secrets("staff", "guests"), provider("staff", STAFF), provider("guests", GUESTS));

    assertThat(hasOidc(carried)).isFalse();
    assertThat(carried.inventory().identityProviders()).hasSize(2);
    assertThat(carried.inventory().secrets())
        .extracting(Secret::role)
        .doesNotContain(SecretRole.OIDC_CLIENT_SECRET);
  }

  @Test
  void theImportedOneStaysWithItsOwnSecret() {
    LoginProvider.Carried carried =
        carried(secrets("guests", Secret.ONLY).oidc(null, true), provider("guests", GUESTS));

    assertThat(oidc(carried).issuer()).isEqualTo("https://idp.example.com");
    assertThat(carried.inventory().identityProviders()).hasSize(1);
    assertThat(carried.inventory().secrets())
        .filteredOn(secret -> secret.role() == SecretRole.OIDC_CLIENT_SECRET)
        .extracting(secret -> secret.value().reveal())
        .containsExactly("s3cret-of-" + Secret.ONLY);
  }

  @Test
  void aProviderOfTheNameStandsInPlaceOfTheImportedOneAndItsSecret() {
    Servers server = secrets(Secret.ONLY).oidc(null, true).other("oidc.enabled", "true");

    LoginProvider.Carried carried = carried(server, provider(IdentityProvider.HEADSCALES, STAFF));
    assertThat(oidc(carried).issuer()).isEqualTo(STAFF);
    assertThat(carried.findings()).isEmpty();
    assertThat(carried.inventory().secrets())
        .extracting(Secret::role)
        .doesNotContain(SecretRole.OIDC_CLIENT_SECRET);

    LoginProvider.Carried closed =
        carried(server, provider(IdentityProvider.HEADSCALES, STAFF).enabled(false));
    assertThat(hasOidc(closed)).isFalse();
    assertThat(closed.inventory().server().orElseThrow().other()).isEmpty();
    assertThat(closed.inventory().identityProviders()).hasSize(1);
  }

  @Test
  void whatHeadscaleCannotBeToldKeepsAProviderOut() {
    Claims upn = new Claims("upn", "email", "name", "picture", "groups");
    assertThat(
            hasOidc(carried(new Servers(), odd(Kind.GITHUB, ALLOWED, Claims.STANDARD, Set.of()))))
        .isFalse();
    assertThat(hasOidc(carried(new Servers(), odd(Kind.OIDC, ALLOWED, upn, Set.of())))).isFalse();
  }

  @Test
  void whatGetsLostBesideAndWhoGetsInIsTold() {
    LoginProvider.Carried carried =
        carried(
            new Servers(),
            odd(Kind.OIDC, Allowed.EVERYBODY, Claims.STANDARD, Set.of("example.com")));

    assertThat(oidc(carried).pkce()).isFalse();
    assertThat(codes(carried))
        .containsExactly(
            "OIDC_CALLBACK_MOVED", "IDENTITY_PROVIDER_REDUCED", "OIDC_UNVERIFIED_LOGINS");
    assertThat(carried.findings().get(1).level()).isEqualTo(Finding.Level.LOSSY);
  }

  @ParameterizedTest
  @EnumSource(SchemaRelease.class)
  void usersAreKnownAsTheReleaseComputesIt(SchemaRelease release) {
    Identity old = new Identity("oidc", GUESTS + "/1", GUESTS, "1");
    Identity now = new Subject(STAFF, "a b?c").identity("oidc");
    User ann = new User(new UserId(1), "ann", "", "", "", List.of(old, now), Set.of(), null);
    Inventory inventory =
        LoginProvider.of(with(new Servers(), List.of(ann), provider("staff", STAFF))).inventory();

    HeadscaleSchema schema = HeadscaleSchemas.of(release, Engine.SQLITE);
    List<String> identifiers = new ArrayList<>();
    new InventoryRows()
        .render(inventory, schema, new RowOptions(null))
        .rows()
        .each(
            schema.tables().stream()
                .filter(table -> table.name().equals("users"))
                .findFirst()
                .orElseThrow(),
            row ->
                identifiers.add(
                    ((RawValue.Text) Objects.requireNonNull(row.get("provider_identifier"))).v()));

    ProviderIdentifier.Rule rule = ProviderIdentifier.Rule.ofRelease(release.label()).orElseThrow();
    assertThat(identifiers)
        .containsExactly(ProviderIdentifier.of(rule, STAFF, "a b?c").orElseThrow());
  }

  @Test
  void nothingElseOfTheInventoryChanges() {
    Inventory before = with(secrets("staff"), List.of(), provider("staff", STAFF));
    Inventory after = LoginProvider.of(before).inventory();
    assertThat(after.entities().map(Entity::ref).toList())
        .hasSize(before.entities().toList().size() - 1);
    assertThat(after.dns()).isEqualTo(before.dns());
    assertThat(after.derp()).isEqualTo(before.derp());
  }
}
