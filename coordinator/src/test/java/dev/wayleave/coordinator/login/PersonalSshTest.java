package dev.wayleave.coordinator.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.coordinator.oidc.SeatedPeople;
import dev.wayleave.coordinator.running.Client;
import dev.wayleave.coordinator.running.RunningCoordinator;
import dev.wayleave.coordinator.state.Logging;
import dev.wayleave.tailnet.model.Node;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/// An SSH session that its own person lets begin, by logging in for it.
@QuarkusTest
@RunningCoordinator
class PersonalSshTest extends Browsing {
  @Inject SessionChecks checks;

  @Test
  void theOwnerOfTheSourceLetsItBeginByAFreshLogin() throws Exception {
    identity(ann, "s1");
    Passage passage = passage(node(member("laptop", ann)));
    String id = waiting(passage);
    assertThat(look(path(id), "b").asString())
        .contains("href=\"/oidc/login/cloak?to=%2Fssh%2Fcheck%2F" + id + "&amp;fresh=1\"")
        .doesNotContain("name=\"as\"");
    SeatedPeople.logIn("b", now(CLOAK, "s1", "ann"));
    assertThat(look(path(id), "b").asString()).contains("You are <bdi>ann (The cloak)</bdi>");
    AtomicReference<SessionChecks.Verdict> verdict = new AtomicReference<>();
    checks.listen(id, passage, verdict::set);
    Response done = form(path(id), "b").post(path(id));
    assertThat(done.asString()).contains("The session on server begins now.");
    assertThat(verdict).hasValue(SessionChecks.Verdict.APPROVED);
    assertThat(Client.owner().get("/api/v1alpha/audit?limit=2").asString())
        .contains("ConfirmSession from nodes/" + passage.source(), "login of ann (cloak)");
    assertThat(look(path(id), "b").statusCode()).as("it is good once").isEqualTo(404);
  }

  @Test
  void aLoginFromBeforeTheSessionIsNotEnough() throws Exception {
    identity(ann, "s1");
    String id = waiting(passage(node(member("laptop", ann))));
    SeatedPeople.logIn(
        "b",
        Logging.at(
            now(CLOAK, "s1", "ann"),
            Instant.now().minus(Duration.ofMinutes(5)),
            Set.of(),
            Set.of()));
    assertThat(look(path(id), "b").asString())
        .contains("Log in anew")
        .doesNotContain("name=\"as\"");
  }

  @Test
  void anotherPersonIsRefusedAlsoWithAFormOfTheirOwn() throws Exception {
    identity(ann, "s1");
    identity(bob, "s2");
    String id = waiting(passage(node(member("laptop", ann))));
    String own = waiting(passage(node(member("phone", bob))));
    SeatedPeople.logIn("b", now(CLOAK, "s2", "bob"));
    assertThat(look(path(id), "b").asString())
        .contains("a node that is not yours")
        .doesNotContain("name=\"as\"");
    Response shown = look(path(own), "b");
    assertThat(form(shown, "b", token(shown)).post(path(id)).statusCode()).isEqualTo(403);
    assertThat(checks.waiting(id)).isPresent();
  }

  @Test
  void aFormOfAnotherPageIsRefused() throws Exception {
    identity(ann, "s1");
    String id = waiting(passage(node(member("laptop", ann))));
    SeatedPeople.logIn("b", now(CLOAK, "s1", "ann"));
    Response shown = look(path(id), "b");
    assertThat(form(shown, "b", "0".repeat(64)).post(path(id)).statusCode()).isEqualTo(403);
    assertThat(checks.waiting(id)).isPresent();
  }

  @Test
  void whatTagsOwnHasNobodyWhoCouldLogInForIt() throws Exception {
    Device server = new Device("ci").authKey(Tailnets.keyOf(List.of("tag:ci")));
    register(server);
    String id = waiting(passage(node(server)));
    assertThat(look(path(id), "b").asString()).doesNotContain("Log in with");
  }

  private static String path(String id) {
    return "/ssh/check/" + id;
  }

  private Passage passage(Node source) throws Exception {
    return Passage.of(source, node(member("server", bob)), "root");
  }

  private String waiting(Passage passage) {
    SessionChecks.Opened opened =
        checks.open(passage, "laptop", "server", Duration.ofHours(1), "192.0.2.1");
    return ((SessionChecks.Opened.AsSession) opened).session().id();
  }
}
