package dev.wayleave.coordinator.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.wayleave.coordinator.state.ProvedLogin;
import dev.wayleave.tailnet.identity.Subject;
import dev.wayleave.tailnet.model.IdentityProvider;
import dev.wayleave.tailnet.model.IdentityProvider.Claims;
import dev.wayleave.tailnet.model.Role;
import dev.wayleave.tailnet.model.ServerSettings;
import dev.wayleave.testkit.provider.OidcProvider;
import dev.wayleave.testkit.provider.Person;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What is believed of people, and who may come in.
class AdmissionTest {
  private static final Instant NOW = Instant.parse("2026-11-23T01:00:00Z");
  private static final Person ANN = Person.named("ann").in("eng", "ops");
  private static final Person UNVERIFIED = ANN.with("email_verified", false);

  private static final Configuration ANY = configuration();

  private static Configuration configuration() {
    try (OidcProvider provider = OidcProvider.start("wayleave", "")) {
      return Configuration.of("keys", provider);
    }
  }

  private static ProvedLogin login(IdentityProvider provider, Person person)
      throws LoginFailedException {
    boolean verified = Boolean.TRUE.equals(person.claims().get("email_verified"));
    String email = String.valueOf(person.claims().getOrDefault("email", ""));
    Testimony said =
        new Testimony(
            new Subject(provider.issuer(), person.subject()),
            person.claims(),
            verified ? email : "",
            null,
            NOW.plusSeconds(300));
    return Admission.of(provider, said, NOW, true);
  }

  @Test
  void whoDoesNotSayWhenSomebodyLoggedInIsBelievedToBeFreshOnlyWhereThatWasAsked()
      throws Exception {
    Testimony said =
        new Testimony(
            new Subject("https://id.example.com", "ann"),
            ANN.claims(),
            "ann@example.com",
            null,
            NOW.plusSeconds(300));
    assertThat(Admission.of(ANY.made(), said, NOW, true).at()).isEqualTo(NOW);
    assertThat(Admission.of(ANY.made(), said, NOW, false).at()).isEqualTo(Instant.EPOCH);
  }

  private static void assertIn(Configuration configuration, Person person)
      throws LoginFailedException {
    assertThat(login(configuration.made(), person).subject().subject()).isEqualTo(person.subject());
  }

  private static void assertOut(IdentityProvider provider, Person person, String why) {
    assertThatExceptionOfType(LoginFailedException.class)
        .isThrownBy(() -> login(provider, person))
        .withMessageContaining(why);
  }

  @Test
  void eachListThatIsNotEmptyHasToBeMet() throws Exception {
    assertIn(ANY.allowed(List.of("example.com"), List.of(), List.of()), ANN);
    assertOut(ANY.allowed(List.of("example.org"), List.of(), List.of()).made(), ANN, "domain");
    assertIn(ANY.allowed(List.of(), List.of("ann@example.com"), List.of()), ANN);
    assertOut(ANY.allowed(List.of(), List.of("bob@example.com"), List.of()).made(), ANN, "among");
    assertIn(ANY.allowed(List.of(), List.of(), List.of("hr", "ops")), ANN);
    assertOut(ANY.allowed(List.of(), List.of(), List.of("hr")).made(), ANN, "groups");
    assertOut(ANY.allowed(List.of("example.com"), List.of(), List.of("hr")).made(), ANN, "groups");
    assertOut(
        ANY.allowed(List.of("example.com"), List.of(), List.of()).made(),
        ANN.without("email"),
        "e-mail");
  }

  @Test
  void aDomainIsAllOfWhatStandsBehindTheAt() {
    IdentityProvider provider = ANY.allowed(List.of("example.com"), List.of(), List.of()).made();
    for (String email :
        List.of(
            "ann@evil-example.com",
            "ann@example.com.evil.org",
            "ann@sub.example.com",
            "ann@evil.org@example.com",
            "ann@evil.org\n@example.com",
            "example.com",
            "@example.com",
            "ann@example.com ")) {
      assertOut(provider, ANN.with("email", email), "e-mail");
    }
  }

  @Test
  void anAddressThatIsNotVerifiedLetsNobodyInAndStandsForNobody() throws Exception {
    assertOut(ANY.made(), UNVERIFIED, "no verified e-mail");
    assertOut(ANY.made(), ANN.without("email_verified"), "no verified e-mail");
    ProvedLogin lenient = login(ANY.unverifiedToo().made(), UNVERIFIED);
    assertThat(lenient.email()).isEqualTo("ann@example.com");
    assertThat(lenient.emailVerified()).isFalse();
    assertThat(lenient.claims()).doesNotContainKey("email");
  }

  @Test
  void whatIsSaidToBeVerifiedIsTheAddressInEmailAndNoOther() throws Exception {
    Claims other = new Claims("preferred_username", "upn", "name", "picture", "groups");
    Person person = ANN.with("upn", "root@example.com");
    assertOut(ANY.claims(other).made(), person, "no verified e-mail");
    ProvedLogin lenient = login(ANY.claims(other).unverifiedToo().made(), person);
    assertThat(lenient.email()).isEqualTo("root@example.com");
    assertThat(lenient.emailVerified()).isFalse();
    assertThat(lenient.claims()).containsEntry("email", "ann@example.com");
  }

  @Test
  void headscalesProviderKeepsHeadscalesRules() throws Exception {
    IdentityProvider open = imported(List.of());
    ProvedLogin login = login(open, UNVERIFIED);
    assertThat(login.email()).as("not stored, as there").isEmpty();
    assertThat(login.emailVerified()).isFalse();
    assertThat(login(open, ANN).email()).isEqualTo("ann@example.com");
    IdentityProvider closed = imported(List.of("example.com"));
    assertOut(closed, UNVERIFIED, "no verified e-mail");
    assertThat(login(closed, ANN).provider().term())
        .isEqualTo(new IdentityProvider.Term(true, "P180D"));
  }

  private static IdentityProvider imported(List<String> domains) {
    return ProvidersInForce.imported(
        new ServerSettings.Oidc(
            "https://id.example.com",
            "headscale",
            List.of("openid", "email"),
            Map.of("prompt", "consent"),
            domains,
            List.of(),
            List.of(),
            true,
            true,
            "P180D",
            true,
            "plain",
            true));
  }

  @Test
  void groupsStandForGroupsOfThePolicyAndRolesAndOthersForNothing() throws Exception {
    Configuration mapping =
        ANY.mapping(
            Map.of("eng", "group:engineers", "hr", "group:people"),
            Map.of("ops", Role.NETWORK_ADMIN, "boss", Role.OWNER));
    ProvedLogin login = login(mapping.made(), ANN);
    assertThat(login.groups()).containsExactly("group:engineers");
    assertThat(login.roles()).containsExactly(Role.NETWORK_ADMIN);
    ProvedLogin later = login(mapping.made(), ANN.in("hr"));
    assertThat(later.groups())
        .as("taken out of one, put into another")
        .containsExactly("group:people");
    assertThat(later.roles()).isEmpty();
    assertThat(login(mapping.made(), ANN.without("groups")).groups()).isEmpty();
  }

  @Test
  void claimsAreFoundByTheirNamesOrOnAPath() throws Exception {
    Claims paths = new Claims("sub_name", "email", "name", "picture", "realm_access.roles");
    Person person =
        ANN.with("sub_name", "annie").with("realm_access", Map.of("roles", List.of("boss")));
    Configuration mapping = ANY.claims(paths).mapping(Map.of(), Map.of("boss", Role.ADMIN));
    assertThat(login(mapping.made(), person).roles()).containsExactly(Role.ADMIN);
    assertThat(login(mapping.made(), person).name()).isEqualTo("annie");
    Claims dotted = new Claims("sub_name", "email", "name", "picture", "https://x.y/groups");
    Person namespaced = ANN.with("https://x.y/groups", "boss");
    assertThat(
            login(
                    ANY.claims(dotted).mapping(Map.of(), Map.of("boss", Role.ADMIN)).made(),
                    namespaced)
                .roles())
        .isEqualTo(Set.of(Role.ADMIN));
  }

  @Test
  void claimsOfOtherKindsThanExpectedAreNone() throws Exception {
    Person odd =
        ANN.with("preferred_username", List.of("ann"))
            .with("name", 7)
            .with("picture", "javascript:alert(1)")
            .with("groups", Map.of("eng", true));
    ProvedLogin login = login(ANY.mapping(Map.of("eng", "group:engineers"), Map.of()).made(), odd);
    assertThat(login.name()).isEmpty();
    assertThat(login.displayName()).isEmpty();
    assertThat(login.pictureUrl()).isEmpty();
    assertThat(login.groups()).isEmpty();
    assertThat(login.label()).isEqualTo("ann@example.com");
  }
}
