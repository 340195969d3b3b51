package dev.wayleave.coordinator.state;

import static dev.wayleave.coordinator.state.Logging.NOW;
import static dev.wayleave.coordinator.state.Logging.image;
import static dev.wayleave.coordinator.state.Logging.issuedAt;
import static dev.wayleave.coordinator.state.Logging.login;
import static dev.wayleave.coordinator.state.Logging.provider;
import static dev.wayleave.coordinator.state.Logging.spelled;
import static dev.wayleave.coordinator.state.Logging.user;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.tailnet.identity.Subject;
import dev.wayleave.tailnet.model.ExpectedIdentity;
import dev.wayleave.tailnet.model.Identity;
import dev.wayleave.tailnet.model.IdentityProvider;
import dev.wayleave.tailnet.model.Role;
import dev.wayleave.tailnet.model.TailnetChange;
import dev.wayleave.tailnet.model.User;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The table of `docs/logins.md`: whose login it is.
class LoginOwnerTest {
  private final IdentityProvider old = provider("old");
  private final IdentityProvider fresh = provider("new");
  private final IdentityProvider linking = provider("new", "example.com");

  @Test
  void whoHasTheIssuerAndTheSubjectIsTheUser() {
    User ann = user(1, "ann", new Subject(fresh.issuer(), "s1").identity("oidc"));
    assertThat(owner(login(fresh, "s1", "whoever"), ann, user(2, "bob")))
        .isEqualTo(new LoginOwner.Known(ann));
  }

  @Test
  void issuersAndSubjectsThatAreKnownApartAreComparedByteForByte() {
    User ann = user(1, "", new Subject("https://new.example.com/", "s1").identity("oidc"));
    User bob = user(2, "", new Subject("https://new.example.com", "S1").identity("oidc"));
    assertThat(owner(login(fresh, "s1", "ann"), ann, bob)).isInstanceOf(LoginOwner.Newcomer.class);
  }

  @Test
  void twoUsersOfOneLoginAreBothNamedAndNobodyIsGuessed() {
    User ann = user(1, "ann", spelled("https://new.example.com/s1"));
    User twin = user(2, "twin", new Subject(fresh.issuer(), "s1").identity("oidc"));
    assertThat(refusal(login(fresh, "s1", "ann"), List.of(fresh), ann, twin))
        .contains("ann (1)", "twin (2)", "administrator");
  }

  @Test
  void aProviderThatIsGoneByNowLetsNobodyIn() {
    User ann = user(1, "ann", new Subject(old.issuer(), "s1").identity("oidc"));
    assertThat(refusal(login(old, "s1", "ann"), List.of(fresh), ann))
        .contains("no longer a way to log in");
    IdentityProvider swapped = issuedAt(old, "https://elsewhere.example.com");
    assertThat(refusal(login(old, "s1", "ann"), List.of(swapped), ann)).contains("no longer");
  }

  @Test
  void anAwaitedLoginIsTheUsersWhereItProvesTheClaimInTime() {
    User ann = awaited(1, "preferred_username", "ann", Duration.ofHours(1));
    assertThat(owner(login(fresh, "s1", "ann"), ann))
        .isEqualTo(new LoginOwner.Awaited(ann, ann.expected().getFirst()));
    assertThat(owner(login(fresh, "s1", "Ann"), ann)).isInstanceOf(LoginOwner.Newcomer.class);
    assertThat(owner(login(old, "s1", "ann"), ann))
        .as("another issuer")
        .isInstanceOf(LoginOwner.Newcomer.class);
    User late = awaited(1, "preferred_username", "ann", Duration.ZERO);
    assertThat(owner(login(fresh, "s1", "ann"), late)).isInstanceOf(LoginOwner.Newcomer.class);
  }

  @Test
  void anAwaitedAddressHasToBeVerified() {
    User ann = awaited(1, "email", "ann@example.com", Duration.ofHours(1));
    assertThat(owner(login(fresh, "s1", "x", "ann@example.com", false), ann))
        .isInstanceOf(LoginOwner.Newcomer.class);
    assertThat(owner(login(fresh, "s1", "x", "ann@example.com", true), ann))
        .isInstanceOf(LoginOwner.Awaited.class);
  }

  @Test
  void aLoginThatIsAwaitedForTwoIsNobodys() {
    User ann = awaited(1, "preferred_username", "ann", Duration.ofHours(1));
    User bob = awaited(2, "preferred_username", "ann", Duration.ofHours(1));
    assertThat(refusal(login(fresh, "s1", "ann"), List.of(fresh), ann, bob)).contains("(1)", "(2)");
  }

  @Test
  void anAddressLinksNobodyUnlessTheProviderIsBelievedOfItsDomain() {
    User ann = user(1, "ann");
    assertThat(owner(login(fresh, "s1", "ann"), ann)).isInstanceOf(LoginOwner.Newcomer.class);
    assertThat(owner(login(provider("new", "example.org"), "s1", "ann"), ann))
        .isInstanceOf(LoginOwner.Newcomer.class);
    assertThat(owner(login(linking, "s1", "ann"), ann)).isEqualTo(new LoginOwner.Linked(ann));
  }

  @ParameterizedTest
  @CsvSource({
    "ANN@Example.COM, true",
    "ann@sub.example.com, false",
    "ann@example.com.evil.org, false",
    "evil.org@ann@example.com, false",
    "\u212Aim@example.com, false",
  })
  void addressesAreComparedWithoutCaseAndWithoutLettersThatOnlyLookTheSame(
      String address, boolean links) {
    User ann = user(1, "ann");
    User kim = user(2, "kim");
    LoginOwner owner = owner(login(linking, "s1", "x", address, true), ann, kim);
    assertThat(owner).isEqualTo(links ? new LoginOwner.Linked(ann) : new LoginOwner.Newcomer());
  }

  @Test
  void anUnverifiedAddressNeverLinks() {
    User ann = user(1, "ann");
    assertThat(refusal(login(linking, "s1", "x", "ann@example.com", false), List.of(linking), ann))
        .contains("verified", "/account");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"OWNER", "ADMIN", "NETWORK_ADMIN", "IT_ADMIN", "BILLING_ADMIN", "AUDITOR"})
  void whoHoldsARoleIsNeverLinkedByAddress(String role) {
    User ann = user(1, "ann").inRoles(Set.of(Role.valueOf(role)));
    assertThat(refusal(login(linking, "s1", "ann"), List.of(linking), ann))
        .contains("holds a role", "ask an administrator");
    Identity gives =
        new Identity("oidc", "gone/s", "gone", "s")
            .seen(
                new Identity.LastLogin(
                    NOW, "gone", Set.of(), Set.of(Role.valueOf(role)), "ann@example.com"));
    assertThat(refusal(login(linking, "s1", "ann"), List.of(linking), user(1, "ann", gives)))
        .as("also where a provider gave the role")
        .contains("holds a role");
  }

  @Test
  void memberIsNoRoleThatKeepsFromLinking() {
    User ann = user(1, "ann").inRoles(Set.of(Role.MEMBER));
    assertThat(owner(login(linking, "s1", "ann"), ann)).isEqualTo(new LoginOwner.Linked(ann));
  }

  @Test
  void whoCanStillLogInOtherwiseIsNotLinkedByAddress() {
    for (Identity held :
        List.of(
            spelled("https://old.example.com/s9").seen(verified("elsewhere", "ann@example.com")),
            new Subject(old.issuer(), "s9")
                .identity("oidc")
                .seen(verified("elsewhere", "Ann@example.com")),
            new Identity("oidc", "x", null, null).seen(verified("old", "ann@example.com")))) {
      User ann = user(1, "ann", held);
      assertThat(refusal(login(linking, "s1", "ann"), List.of(linking, old), ann))
          .contains("can still log in with The old", "/account");
      assertThat(LoginOwner.of(image(ann), login(linking, "s1", "ann"), List.of(linking), NOW))
          .as("once the old provider is disabled")
          .isEqualTo(new LoginOwner.Linked(ann));
    }
  }

  /// A provider was swapped for another under the same name: the old one is gone with its issuer.
  @Test
  void whoLoggedInBeforeAnotherIssuerTookTheNameIsLinkedByAddress() {
    Identity before =
        new Subject("https://before.example.com", "s9")
            .identity("oidc")
            .seen(verified(linking.name(), "ann@example.com"));
    User ann = user(1, "ann", before);
    assertThat(owner(login(linking, "s1", "ann"), ann)).isEqualTo(new LoginOwner.Linked(ann));
    assertThat(
            refusal(
                login(linking, "s1", "ann"),
                List.of(linking, issuedAt(old, "https://before.example.com/")),
                ann))
        .as("while the old issuer is enabled under another name")
        .contains("can still log in with The old");
  }

  private static Identity.LastLogin verified(String by, String address) {
    return new Identity.LastLogin(NOW, by, Set.of(), Set.of(), address);
  }

  /// Mallory called herself ann@example.com at a provider that lets her.
  @Test
  void whoClaimedTheAddressBeforeWithoutProofIsNotFoundByIt() {
    Identity unproved = new Subject(old.issuer(), "m").identity("oidc");
    for (Identity held :
        List.of(
            unproved,
            unproved.seen(verified("old", "")),
            unproved.seen(verified("old", "mallory@example.com")),
            spelled("https://old.example.com/m"))) {
      assertThat(refusal(login(linking, "s1", "ann"), List.of(linking), user(1, "ann", held)))
          .contains("nobody has verified", "ask an administrator");
    }
  }

  @Test
  void anImportedAddressIsVerifiedWhereTheImportedHeadscaleKeptNoOther() {
    User ann = user(1, "ann", spelled("https://old.example.com/s9"));
    assertThat(byHeadscale(true, ann)).isEqualTo(new LoginOwner.Linked(ann));
    assertThat(byHeadscale(false, ann)).isInstanceOf(LoginOwner.Unclear.class);
    User elsewhere = user(1, "ann", spelled("https://older.example.com/s9"));
    assertThat(byHeadscale(true, elsewhere)).isInstanceOf(LoginOwner.Unclear.class);
    User seen = user(1, "ann", spelled("https://old.example.com/s9").seen(verified("old", "")));
    assertThat(byHeadscale(true, seen))
        .as("a login here knows better")
        .isInstanceOf(LoginOwner.Unclear.class);
    User called =
        new User(ann.id(), "ann@example.com", "", "", "", ann.identities(), Set.of(), null);
    assertThat(byHeadscale(true, called))
        .as("Headscale asks nobody what they may be called")
        .isInstanceOf(LoginOwner.Unclear.class);
  }

  private LoginOwner byHeadscale(boolean verifiedRequired, User user) {
    return LoginOwner.of(
        image(user).with(new TailnetChange.Put(Logging.headscale(old.issuer(), verifiedRequired))),
        login(linking, "s1", "ann"),
        List.of(linking),
        NOW);
  }

  @Test
  void anAccountMadeAnewAtTheSameProviderIsNotLinkedByItsAddress() {
    User ann =
        user(
            1,
            "ann",
            new Subject(linking.issuer(), "before")
                .identity("oidc")
                .seen(verified("new", "ann@example.com")));
    assertThat(refusal(login(linking, "after", "ann"), List.of(linking), ann))
        .contains("can still log in with The new");
  }

  @Test
  void anAddressOfTwoUsersLinksNeither() {
    User ann = user(1, "ann");
    User twin =
        new User(user(2, "x").id(), "x", "", "Ann@example.com", "", List.of(), Set.of(), null);
    assertThat(refusal(login(linking, "s1", "ann"), List.of(linking), ann, twin))
        .contains("(1)", "(2)");
  }

  @Test
  void aUserWhoWasDeletedHereIsSomebodyNew() {
    assertThat(owner(login(fresh, "s1", "ann"))).isInstanceOf(LoginOwner.Newcomer.class);
  }

  private User awaited(long id, String claim, String value, Duration left) {
    return user(id, "")
        .knownBy(
            List.of(), List.of(new ExpectedIdentity(fresh.issuer(), claim, value, NOW.plus(left))));
  }

  private LoginOwner owner(ProvedLogin login, User... users) {
    return LoginOwner.of(image(users), login, List.of(login.provider()), NOW);
  }

  private static String refusal(ProvedLogin login, List<IdentityProvider> enabled, User... users) {
    LoginOwner owner = LoginOwner.of(image(users), login, enabled, NOW);
    assertThat(owner).isInstanceOf(LoginOwner.Unclear.class);
    return ((LoginOwner.Unclear) owner).refusal().sentence();
  }
}
