package dev.wayleave.coordinator.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.coordinator.oidc.SeatedPeople;
import dev.wayleave.coordinator.running.Client;
import dev.wayleave.coordinator.running.RunningCoordinator;
import dev.wayleave.coordinator.state.Logging;
import dev.wayleave.tailnet.model.Identity;
import dev.wayleave.tailnet.model.Role;
import dev.wayleave.tailnet.model.User;
import dev.wayleave.tailnet.model.UserId;
import dev.wayleave.testkit.wait.Await;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The page of a person's account.
@QuarkusTest
@RunningCoordinator
class AccountTest extends Browsing {
  private static final Pattern LINK = Pattern.compile("to=(%2Faccount%2Flink%2F[0-9a-f]{40})");

  @Test
  void itShowsWhoSomebodyIsAndALookTakesTheLoginDown() throws Exception {
    identity(ann, "s1");
    assertThat(look("/account", "b").asString()).contains("/oidc/login/cloak?to=%2Faccount\"");
    SeatedPeople.logIn(
        "b",
        Logging.at(
            now(CLOAK, "s1", "ann"), Instant.now(), Set.of("group:eng"), Set.of(Role.AUDITOR)));
    assertThat(look("/account", "b").asString())
        .contains("You are <bdi>ann", "ann@example.com", "auditor", CLOAK.issuer());
    Await.until("the groups are taken down", Duration.ofSeconds(5), () -> !groups(ann).isEmpty());
    SeatedPeople.logIn("b", Logging.at(now(CLOAK, "s1", "ann"), Instant.now(), Set.of(), Set.of()));
    look("/account", "b");
    Await.until(
        "who left the group is out of it", Duration.ofSeconds(5), () -> groups(ann).isEmpty());
  }

  private Set<String> groups(int user) {
    return state.image().user(new UserId(user)).orElseThrow().groups();
  }

  @Test
  void whoIsNobodyHereIsToldSo() {
    SeatedPeople.logIn("b", now(CLOAK, "s9", "cid"));
    assertThat(look("/account", "b").asString()).contains("no user of this tailnet yet");
  }

  @Test
  void aSecondLoginIsAddedByProvingBothInOneBrowser() throws Exception {
    identity(ann, "s1");
    role(Role.OWNER);
    SeatedPeople.logIn("b", now(CLOAK, "s1", "ann"));
    Link link = begin();
    assertThat(look(link, "b").asString())
        .as("the first login again is no second")
        .contains("only the login that you have already");
    SeatedPeople.logIn("b", now(OTHER, "o1", "asmith"));
    Response shown = look(link, "b");
    assertThat(shown.asString()).contains("asmith", "The other", "user", "ann");
    Response done = link.with(form(shown, "b", token(shown))).post(link.path());
    assertThat(done.asString()).contains("Both logins are yours");
    assertThat(state.image().user(new UserId(ann)).orElseThrow().identities())
        .extracting(Identity::subject)
        .containsExactly("s1", "o1");
    assertThat(Client.owner().get("/api/v1alpha/audit?limit=1").asString())
        .contains("LinkLogin", "login of ann (cloak)");
    Response again = link.with(form(shown, "b", token(shown))).post(link.path());
    assertThat(again.statusCode()).as("a confirmation is good once").isEqualTo(403);
  }

  @Test
  void whoFindsABrowserInWhichSomebodyIsLoggedInAddsNoLoginOfHisOwn() throws Exception {
    identity(ann, "s1");
    Instant morning = Instant.now().minus(Duration.ofHours(3));
    SeatedPeople.logIn("b", Logging.at(now(CLOAK, "s1", "ann"), morning, Set.of(), Set.of()));
    Response shown = look("/account", "b");
    Response begun = form(shown, "b", anyToken(shown)).post("/account/link");
    assertThat(begun.statusCode()).isEqualTo(403);
    assertThat(begun.asString())
        .contains("Log in once more", "/oidc/login/cloak?to=%2Faccount&amp;fresh=1");
    SeatedPeople.logIn("b", now(CLOAK, "s1", "ann"));
    Link link = begin();
    SeatedPeople.logIn("b", Logging.at(now(OTHER, "o1", "asmith"), morning, Set.of(), Set.of()));
    assertThat(look(link, "b").asString())
        .as("the second login is made for it too")
        .contains("only the login that you have already");
  }

  @Test
  void aLinkIsForTheBrowserThatSetOutAndByTheFormThatItWasShown() throws Exception {
    identity(ann, "s1");
    SeatedPeople.logIn("b", now(CLOAK, "s1", "ann"));
    Link link = begin();
    SeatedPeople.logIn("evil", now(OTHER, "o6", "eve"));
    assertThat(look(link.path(), "evil").statusCode())
        .as("without the cookie of the link")
        .isEqualTo(404);
    SeatedPeople.logIn("b", now(OTHER, "o1", "asmith"));
    Response shown = look(link, "b");
    assertThat(link.with(form(shown, "b", "0".repeat(64))).post(link.path()).statusCode())
        .isEqualTo(403);
    SeatedPeople.logIn("b", now(OTHER, "o6", "eve"));
    assertThat(link.with(form(shown, "b", token(shown))).post(link.path()).statusCode())
        .as("another login took the place of the shown one")
        .isEqualTo(403);
    assertThat(state.image().user(new UserId(ann)).orElseThrow().identities()).hasSize(1);
  }

  @Test
  void aLoginIsTakenAwayByTheFormOfThisPageAndNeverTheLast() throws Exception {
    identity(ann, "s1");
    SeatedPeople.logIn("b", now(CLOAK, "s1", "ann"));
    Response shown = look("/account", "b");
    String held =
        state.image().user(new UserId(ann)).orElseThrow().identities().getFirst().identifier();
    Response last =
        form(shown, "b", anyToken(shown)).formParam("identity", held).post("/account/unlink");
    assertThat(last.statusCode()).isEqualTo(409);
    Response forged =
        form(shown, "b", "0".repeat(64)).formParam("identity", held).post("/account/unlink");
    assertThat(forged.statusCode()).isEqualTo(403);
  }

  @Test
  void loggingOutEndsTheSessionAndNeedsTheFormToo() throws Exception {
    identity(ann, "s1");
    SeatedPeople.logIn("b", now(CLOAK, "s1", "ann"));
    Response shown = look("/account", "b");
    assertThat(form(shown, "b", "0".repeat(64)).post("/account/logout").statusCode())
        .isEqualTo(403);
    assertThat(form(shown, "b", anyToken(shown)).post("/account/logout").asString())
        .contains("You are logged out");
    assertThat(look("/account", "b").asString()).contains("Who are you?");
  }

  /// A link that is begun in the browser of ann.
  private Link begin() {
    Response shown = look("/account", "b");
    Response begun = form(shown, "b", anyToken(shown)).post("/account/link");
    Matcher link = LINK.matcher(begun.asString());
    assertThat(link.find()).isTrue();
    return new Link(link.group(1).replace("%2F", "/"), begun.cookie("wayleave-link"));
  }

  private record Link(String path, String cookie) {
    RequestSpecification with(RequestSpecification request) {
      return request.cookie("wayleave-link", cookie);
    }
  }

  private static Response look(Link link, String browser) {
    return link.with(RestAssured.given()).cookies(SeatedPeople.cookies(browser)).get(link.path());
  }

  private static String anyToken(Response page) {
    Matcher token =
        Pattern.compile("name=\"token\" value=\"([0-9a-f]{64})\"").matcher(page.asString());
    assertThat(token.find()).isTrue();
    return token.group(1);
  }

  private void role(Role role) {
    User found = state.image().user(new UserId(ann)).orElseThrow();
    put(found.inRoles(Set.of(role)));
  }
}
