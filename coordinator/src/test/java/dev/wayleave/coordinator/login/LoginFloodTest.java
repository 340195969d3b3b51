package dev.wayleave.coordinator.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.coordinator.oidc.SeatedPeople;
import dev.wayleave.coordinator.running.Client;
import dev.wayleave.coordinator.running.RunningCoordinator;
import dev.wayleave.tailnet.model.Role;
import dev.wayleave.tailnet.model.User;
import dev.wayleave.tailnet.model.UserId;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Whoever asks too often, or guesses, is told to wait; others go on.
@QuarkusTest
@RunningCoordinator
class LoginFloodTest extends Browsing {
  private static final String SESSIONS = "/api/v1alpha/sessions";
  private static final String NO_KEY = "hskey-api-000000000000-" + "0".repeat(64);
  private static final Pattern TOKEN = Pattern.compile("name=\"token\" value=\"([0-9a-f]{64})\"");
  private static final int FAILURES = 20;

  private static String token(HttpResponse<String> page) {
    Matcher matcher = TOKEN.matcher(page.body());
    assertThat(matcher.find()).as("the page has a form: %s", page.body()).isTrue();
    return matcher.group(1);
  }

  private static Map<String, String> entered(HttpResponse<String> page, String key) {
    return Map.of("token", token(page), "decision", "admit", "confirmed", "yes", "key", key);
  }

  private static JsonPath begun(Elsewhere from) throws Exception {
    HttpResponse<String> begun = from.json(SESSIONS, "{\"device\": \"laptop\"}");
    assertThat(begun.statusCode()).isEqualTo(201);
    return new JsonPath(begun.body());
  }

  @Test
  void anAddressBeginsThirtyCommandsInAMinute() throws Exception {
    try (Elsewhere flood = new Elsewhere("127.0.0.9");
        Elsewhere other = new Elsewhere("127.0.0.10")) {
      for (int i = 0; i < 30; i++) {
        begun(flood);
      }
      HttpResponse<String> refused = flood.json(SESSIONS, "{\"device\": \"laptop\"}");
      assertThat(refused.statusCode()).isEqualTo(429);
      assertThat(refused.body()).contains("wait a minute");
      begun(other);
    }
  }

  @Test
  void anAddressGuessesTwentyKeysToEndAndThenEndsNone() throws Exception {
    try (Elsewhere flood = new Elsewhere("127.0.0.8");
        Elsewhere other = new Elsewhere("127.0.0.10")) {
      for (int i = 0; i < FAILURES; i++) {
        assertThat(end(flood)).isEqualTo(200);
      }
      assertThat(end(flood)).isEqualTo(429);
      assertThat(end(other)).isEqualTo(200);
    }
  }

  private static int end(Elsewhere from) throws Exception {
    return from.json(SESSIONS + "/end", "{\"key\": \"" + NO_KEY + "\"}").statusCode();
  }

  @Test
  void anAddressGuessesTwentyCodesWithHoweverManyCommands() throws Exception {
    User found = state.image().user(new UserId(ann)).orElseThrow();
    identity(ann, "s1");
    put(state.image().user(found.id()).orElseThrow().inRoles(Set.of(Role.ADMIN)));
    try (Elsewhere flood = new Elsewhere("127.0.0.7")) {
      for (int command = 0; command < FAILURES / 5; command++) {
        JsonPath begun = begun(flood);
        SeatedPeople.logIn("flood", now(CLOAK, "s1", "ann"));
        for (int i = 0; i < 5; i++) {
          HttpResponse<String> wrong = guess(flood, begun, "BBBB-BBBB");
          assertThat(wrong.statusCode()).isEqualTo(403);
          assertThat(wrong.body()).contains("The code is not");
        }
      }
      JsonPath begun = begun(flood);
      SeatedPeople.logIn("flood", now(CLOAK, "s1", "ann"));
      HttpResponse<String> right = guess(flood, begun, begun.getString("code"));
      assertThat(right.statusCode()).as("not even the right one is tried").isEqualTo(429);
    }
  }

  private static HttpResponse<String> guess(Elsewhere from, JsonPath begun, String code)
      throws Exception {
    String path = "/login/" + begun.getString("id");
    from.with(SeatedPeople.cookies("flood"));
    String token = token(from.get(path));
    return from.form(path, Map.of("token", token, "as", "person", "code", code));
  }

  @Test
  void anAddressGuessesTwentyKeysForADevice() throws Exception {
    String path = "/register/" + begin(new Device("laptop"));
    try (Elsewhere flood = new Elsewhere("127.0.0.6");
        Elsewhere other = new Elsewhere("127.0.0.10")) {
      HttpResponse<String> page = flood.get(path);
      for (int i = 0; i < FAILURES; i++) {
        assertThat(flood.form(path, entered(page, NO_KEY)).statusCode()).isEqualTo(403);
      }
      HttpResponse<String> right = flood.form(path, entered(page, Client.ownerKey()));
      assertThat(right.statusCode()).as("not even the right one is tried").isEqualTo(429);
      assertThat(right.body()).contains("wait a minute");
      assertThat(state.image().nodes()).isEmpty();
      HttpResponse<String> elsewhere = other.get(path);
      assertThat(other.form(path, entered(elsewhere, Client.ownerKey())).statusCode())
          .isNotEqualTo(429);
    }
  }
}
