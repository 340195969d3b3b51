package dev.wayleave.coordinator.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.coordinator.state.ProvedLogin;
import dev.wayleave.tailnet.identity.Subject;
import dev.wayleave.testkit.provider.Accounts;
import dev.wayleave.testkit.provider.OidcProvider;
import dev.wayleave.testkit.provider.Person;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Logins with the claims that well-known providers give, and without those that they do not.
class ProviderShapesTest {
  private static final Logger LOGGER = Logger.getLogger("dev.wayleave.coordinator.oidc");
  private static final Map<String, String> GROUPS =
      Map.of(
          "eng", "group:eng",
          "acme/eng", "group:eng",
          "b1e5e6b0-3c8b-4f5b-9a51-1f0a7f0e8c11", "group:eng");

  private final OidcProvider provider = OidcProvider.start("wayleave", "s3cret");
  private final LoginServer server = new LoginServer();
  private final Browser browser = new Browser(server);

  @AfterEach
  void end() {
    browser.close();
    server.close();
    provider.close();
  }

  private Configuration mapping() {
    return Configuration.of("keys", provider).mapping(GROUPS, Map.of());
  }

  private ProvedLogin in(Configuration configuration, Person person) {
    server.with(configuration, provider);
    provider.person(person);
    assertThat(browser.logIn("/oidc/login/keys", provider).statusCode()).isEqualTo(302);
    browser.whoAmI();
    return server.seen();
  }

  private String out(Configuration configuration, Person person) {
    server.with(configuration, provider);
    provider.person(person);
    var answer = browser.logIn("/oidc/login/keys", provider);
    assertThat(answer.statusCode()).isEqualTo(403);
    return answer.body();
  }

  @Test
  void googlesPeopleAreKnownByTheirAddress() {
    ProvedLogin login = in(mapping(), Accounts.google());
    assertThat(login.subject()).isEqualTo(new Subject(provider.issuer(), "104857600000000000042"));
    assertThat(login.name()).isEmpty();
    assertThat(login.label()).isEqualTo("ann@example.com");
    assertThat(login.emailVerified()).isTrue();
    assertThat(login.groups()).isEmpty();
  }

  @Test
  void entraSaysOfNoAddressThatItIsVerified() {
    assertThat(out(mapping(), Accounts.entra())).contains("has no verified e-mail address");
    ProvedLogin login = in(mapping().unverifiedToo(), Accounts.entra());
    assertThat(login.name()).isEmpty();
    assertThat(login.email()).isEqualTo("ann@example.com");
    assertThat(login.emailVerified()).isFalse();
    assertThat(login.groups()).containsExactly("group:eng");
  }

  @Test
  void groupsThatAreNamedElsewhereAreMissedAloud() {
    Person many = Accounts.entraInManyGroups();
    Configuration some = mapping().unverifiedToo();
    assertThat(out(some.allowed(List.of(), List.of(), List.of("eng")), many))
        .contains("is in more groups than a token holds");
    List<String> lines = new CopyOnWriteArrayList<>();
    Handler handler = listening(lines);
    LOGGER.addHandler(handler);
    try {
      assertThat(in(some, many).groups()).isEmpty();
      assertThat(lines).anyMatch(line -> line.contains("keys does not name the groups"));
      lines.clear();
      in(Configuration.of("keys", provider).unverifiedToo(), many);
      assertThat(lines).as("nobody asks for groups").noneMatch(line -> line.contains("groups"));
    } finally {
      LOGGER.removeHandler(handler);
    }
  }

  private static Handler listening(List<String> lines) {
    PatternFormatter format = new PatternFormatter("%s");
    return new Handler() {
      @Override
      public void publish(LogRecord entry) {
        lines.add(format.format(entry));
      }

      @Override
      public void flush() {}

      @Override
      public void close() {}
    };
  }

  @Test
  void oktasTokenSaysWhoItIsAndTheUserInformationTheRest() {
    provider.userInfo(Accounts.oktaInformation());
    ProvedLogin login = in(mapping(), Accounts.oktaToken());
    assertThat(login.subject().subject()).isEqualTo("00u1a2b3c4D5e6F7g8h9");
    assertThat(login.name()).isEqualTo("ann@example.com");
    assertThat(login.emailVerified()).isTrue();
    assertThat(login.groups()).containsExactly("group:eng");
  }

  @Test
  void dexsSubjectsStayAsTheyAre() {
    ProvedLogin login = in(mapping(), Accounts.dex());
    String subject = "CiQwOGE4Njg0Yi1kYjg4LTRiNzMtOTBhOS0zY2QxNjYxZjU0NjYSBWxvY2Fs";
    assertThat(login.subject().subject()).isEqualTo(subject);
    assertThat(login.subject().spellings()).containsExactly(provider.issuer() + "/" + subject);
    assertThat(login.groups()).containsExactly("group:eng");
  }

  @Test
  void gitlabNamesGroupsInTheUserInformationAlone() {
    provider.userInfo(Accounts.gitlabInformation());
    ProvedLogin login = in(mapping(), Accounts.gitlabToken());
    assertThat(login.subject().subject()).isEqualTo("4217");
    assertThat(login.groups()).containsExactly("group:eng");
  }

  @Test
  void authentiksIssuerEndsWithASlashAndItsAddressesAreUnverified() {
    provider.slashed();
    assertThat(out(mapping(), Accounts.authentik())).contains("has no verified e-mail address");
    ProvedLogin login = in(mapping().unverifiedToo(), Accounts.authentik());
    assertThat(login.subject().issuer()).isEqualTo(provider.issuer()).endsWith("/realm/");
    assertThat(login.groups()).containsExactly("group:eng");
    String plain = provider.issuer() + login.subject().subject();
    assertThat(login.subject().identity("oidc").identifier()).isEqualTo(plain);
    assertThat(login.subject().spellings())
        .as("0.24 and 0.25 wrote both slashes")
        .containsExactly(provider.issuer() + "/" + login.subject().subject(), plain);
  }
}
