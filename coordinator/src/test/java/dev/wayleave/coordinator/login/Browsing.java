package dev.wayleave.coordinator.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.coordinator.oidc.SeatedPeople;
import dev.wayleave.coordinator.running.EmptyTailnet;
import dev.wayleave.coordinator.state.Logging;
import dev.wayleave.coordinator.state.ProvedLogin;
import dev.wayleave.tailnet.identity.Subject;
import dev.wayleave.tailnet.model.IdentityProvider;
import dev.wayleave.tailnet.model.User;
import dev.wayleave.tailnet.model.UserId;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// What tests do in a browser where people log in at two providers.
abstract class Browsing extends Registrations {
  private static final Pattern FORM =
      Pattern.compile(
          "<form[^>]*>\\s*<input type=\"hidden\" name=\"token\" value=\"([0-9a-f]{64})\">"
              + "\\s*<input type=\"hidden\" name=\"as\" value=\"person\">");

  static final IdentityProvider CLOAK = Logging.provider("cloak");
  static final IdentityProvider OTHER = Logging.provider("other");

  @BeforeEach
  void providers() {
    put(CLOAK);
    put(OTHER);
  }

  @AfterEach
  void nobody() throws Exception {
    SeatedPeople.forget();
    EmptyTailnet.make();
  }

  /// A login of this moment.
  static ProvedLogin now(IdentityProvider provider, String subject, String name) {
    return Logging.at(Logging.login(provider, subject, name), Instant.now(), Set.of(), Set.of());
  }

  static Response look(String path, String browser) {
    return RestAssured.given().cookies(SeatedPeople.cookies(browser)).get(path);
  }

  /// The token of the form for people.
  static String token(Response page) {
    Matcher form = FORM.matcher(page.asString());
    assertThat(form.find()).as("the page has a form for people: %s", page.asString()).isTrue();
    return form.group(1);
  }

  /// The form for people as this browser was shown it.
  static RequestSpecification form(String path, String browser) {
    Response shown = look(path, browser);
    return form(shown, browser, token(shown));
  }

  static RequestSpecification form(Response shown, String browser, String token) {
    return RestAssured.given()
        .cookies(SeatedPeople.cookies(browser))
        .cookie("wayleave-login", shown.cookie("wayleave-login"))
        .formParam("as", "person")
        .formParam("token", token)
        .formParam("decision", "admit")
        .formParam("confirmed", "yes");
  }

  /// Gives a user of the test a login at the first provider.
  void identity(int user, String subject) {
    User found = state.image().user(new UserId(user)).orElseThrow();
    put(found.knownBy(List.of(new Subject(CLOAK.issuer(), subject).identity("oidc")), List.of()));
  }
}
