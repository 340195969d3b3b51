package dev.wayleave.coordinator.state;

import static dev.wayleave.coordinator.state.Logging.NOW;
import static dev.wayleave.coordinator.state.Logging.disabled;
import static dev.wayleave.coordinator.state.Logging.image;
import static dev.wayleave.coordinator.state.Logging.issuedAt;
import static dev.wayleave.coordinator.state.Logging.login;
import static dev.wayleave.coordinator.state.Logging.provider;
import static dev.wayleave.coordinator.state.Logging.spelled;
import static dev.wayleave.coordinator.state.Logging.user;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.tailnet.identity.Subject;
import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.model.IdentityProvider;
import dev.wayleave.tailnet.model.ServerSettings;
import dev.wayleave.tailnet.model.Tailnet;
import dev.wayleave.tailnet.model.TailnetChange;
import dev.wayleave.tailnet.model.User;
import dev.wayleave.tailnet.model.UserId;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Logins of users who were imported, and whose issuer and subject are known as one text only.
class SpelledLoginTest {
  private final IdentityProvider root = at("root", "https://h");
  private final IdentityProvider a = at("a", "https://h/realms/a");
  private final IdentityProvider b = at("b", "https://h/realms/b");
  private final User victim = user(1, "victim", spelled("https://h/realms/b/4f"));

  private static IdentityProvider at(String name, String issuer) {
    return issuedAt(provider(name), issuer);
  }

  /// As the rules of 0.24, 0.26 and 0.29 have them; the last two were stored by 0.24 and cleaned by
  /// 0.26.
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      textBlock =
          """
          https://h,    auth0|1,     https://h/auth0|1
          https://h,    auth0|1,     https://h/auth0%7C1
          https://h/,   1,           https://h//1
          https://h/,   1,           https://h/1
          https://h/t/, a b/c?d#e%20, https://h/t//a b/c?d#e%20
          https://h/t/, a b/c?d#e%20, https://h/t/a%20b/c%3Fd%23e
          https://h/t/, a b/c?d#e%20, https://h/t/a%20b/c?d#e%20
          https://h/t,  " 1 ",       "https://h/t/ 1 "
          https://h/t,  " 1 ",       https://h/t/1
          https://h/t,  /1,          https://h/t//1
          https://h/t,  /1,          https://h/t/1
          HTTPS://h/t,  1,           https://h/t/1
          accounts.h,   1,           accounts.h/1
          accounts.h/,  1,           accounts.h//1
          accounts.h/,  1,           accounts.h/1
          urn:idp,      1,           urn:idp/1
          "https://h/a'b", x|y,      https://h/a%27b/x%7Cy
          https://h/t,  a//b,        https://h/t/a//b
          https://h/t,  a//b,        https://h/t/a/b
          """)
  void anImportedIdentifierIsMatchedInTheSpellingOfAnyRelease(
      String issuer, String subject, String identifier) {
    User ann = user(1, "ann", spelled(identifier));
    IdentityProvider one = at("one", issuer);
    assertThat(owner(image(ann), login(one, subject, "ann"), one))
        .isEqualTo(new LoginOwner.Known(ann));
  }

  /// Headscale 0.26 to 0.28 resolved the dots, so that each of these was the victim there.
  @ParameterizedTest
  @ValueSource(strings = {"../b/4f", "./../b/4f", "x/../../b/4f"})
  void dotsInASubjectDoNotReachTheUsersOfAnotherIssuer(String subject) {
    assertThat(owner(image(victim), login(a, subject, "mallory"), a, b))
        .isInstanceOf(LoginOwner.Newcomer.class);
    assertThat(owner(image(victim), login(b, "4f", "victim"), a, b))
        .isEqualTo(new LoginOwner.Known(victim));
  }

  @ParameterizedTest
  @ValueSource(strings = {"./4f", "x/../4f", "..", ".", "/", " ", "/ /"})
  void dotsAndBlanksInASubjectDoNotReachOtherUsers(String subject) {
    User empty = user(2, "empty", spelled("https://h/realms/b"));
    User above = user(3, "above", spelled("https://h/realms"));
    assertThat(owner(image(victim, empty, above), login(b, subject, "mallory"), b))
        .isInstanceOf(LoginOwner.Newcomer.class);
  }

  /// Until 0.28 all people of such an issuer were one user, and who it was cannot be told.
  @Test
  void anIssuerWithoutSubjectsIsNobody() {
    User all = user(1, "all", spelled("urn:idp"));
    IdentityProvider opaque = at("opaque", "urn:idp");
    assertThat(owner(image(all), login(opaque, "1", "mallory"), opaque))
        .isInstanceOf(LoginOwner.Newcomer.class);
  }

  @Test
  void aSubjectThatGoesOnWhereALongerIssuerBeginsIsNobody() {
    ProvedLogin attack = login(root, "realms/b/4f", "mallory");
    assertThat(refusal(owner(image(victim), attack, root, b))).contains("victim (1)", "linking");
    Tailnet off = image(victim).with(new TailnetChange.Put(disabled(b)));
    assertThat(refusal(owner(off, attack, root))).as("a disabled provider").contains("victim");
    assertThat(refusal(owner(importedWith("https://h/realms/b", victim), attack, root)))
        .as("the imported provider")
        .contains("victim");
    User other = user(2, "other", new Subject(b.issuer(), "5").identity("oidc"));
    assertThat(refusal(owner(image(victim, other), attack, root)))
        .as("an issuer of which only users are left")
        .contains("victim");
    assertThat(owner(image(victim), login(b, "4f", "victim"), root, b))
        .isEqualTo(new LoginOwner.Known(victim));
  }

  /// The other way round: what the imported issuer has made need not be the longer one's.
  @Test
  void aLongerIssuerDoesNotGetWhatTheImportedOneMayHaveMade() {
    Tailnet imported = importedWith("https://h", victim);
    assertThat(refusal(owner(imported, login(b, "4f", "mallory"), root, b))).contains("victim");
    assertThat(refusal(owner(imported, login(root, "realms/b/4f", "victim"), root, b)))
        .contains("victim");
    assertThat(owner(imported, login(root, "realms/b/4f", "victim"), root))
        .as("where no other issuer is known")
        .isEqualTo(new LoginOwner.Known(victim));
  }

  @Test
  void anAdministratorSaysWhoseTextItIsByLinkingIt() {
    LinkIdentity command = new LinkIdentity(new UserId(1), "oidc", new Subject(b.issuer(), "4f"));
    Decision<User> decision =
        command.decide(importedWith("https://h", victim), new Moment(NOW, new Random(1)));
    User linked = ((Decision.Accepted<User>) decision).reply();
    assertThat(linked.identities().getFirst().identifier()).isEqualTo("https://h/realms/b/4f");
    Tailnet after = importedWith("https://h", linked);
    assertThat(owner(after, login(b, "4f", "victim"), root, b))
        .isEqualTo(new LoginOwner.Known(linked));
    assertThat(owner(after, login(root, "realms/b/4f", "mallory"), root, b))
        .isInstanceOf(LoginOwner.Newcomer.class);
  }

  @Test
  void onlyWhatALoginCannotTellApartIsFound() {
    User bar = user(1, "bar", new Subject("https://h", "auth0|1").identity("oidc"));
    User percent = user(2, "percent", new Subject("https://h", "auth0%7C1").identity("oidc"));
    assertThat(LoginFindings.of(image(bar, percent))).isEmpty();
    assertThat(owner(image(bar, percent), login(root, "auth0|1", "x"), root))
        .isEqualTo(new LoginOwner.Known(bar));
    User text = user(3, "text", spelled("https://h/auth0%7C1"));
    assertThat(LoginFindings.of(image(bar, percent, text)))
        .extracting(Finding::code)
        .containsExactly("LOGIN_OF_TWO_USERS");
    User same = user(4, "same", new Subject("https://h", "auth0|1").identity("oidc"));
    assertThat(LoginFindings.of(image(bar, same)))
        .extracting(Finding::object)
        .containsExactly("users bar (1), same (4)");
  }

  private static LoginOwner owner(Tailnet image, ProvedLogin login, IdentityProvider... enabled) {
    return LoginOwner.of(image, login, List.of(enabled), NOW);
  }

  private static String refusal(LoginOwner owner) {
    assertThat(owner).isInstanceOf(LoginOwner.Unclear.class);
    return ((LoginOwner.Unclear) owner).refusal().sentence();
  }

  private static Tailnet importedWith(String issuer, User... users) {
    ServerSettings.Oidc oidc =
        new ServerSettings.Oidc(
            issuer,
            "headscale",
            List.of(),
            Map.of(),
            List.of(),
            List.of(),
            List.of(),
            true,
            false,
            null,
            false,
            "",
            false);
    return image(users)
        .with(
            new TailnetChange.Put(
                new ServerSettings("", "", null, null, "", null, null, oidc, Map.of())));
  }
}
