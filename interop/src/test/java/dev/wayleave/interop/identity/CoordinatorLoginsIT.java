package dev.wayleave.interop.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wayleave.api.NodeView;
import dev.wayleave.interop.tailscale.Answer;
import dev.wayleave.interop.tailscale.RealCoordinator;
import dev.wayleave.interop.tailscale.TailscaleClient;
import dev.wayleave.testkit.wait.Await;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// What people do in a coordinator by logging in at the realms of a real Keycloak, with real
/// clients.
@Tag("interop")
@ExtendWith({ExhaustiveOnly.class, OnSharedKeycloak.class})
class CoordinatorLoginsIT {
  private static final String USER = System.getProperty("user.name");
  private static final Duration LATE = Duration.ofSeconds(60);
  private static final Pattern PAGE = Pattern.compile("https?://\\S+");
  private static final Pattern CODE = Pattern.compile("It asks for this code: (\\S+)");
  private static final String POLICY =
      """
      {
        "tagOwners": {"tag:server": [], "tag:checked": []},
        "grants": [
          {"src": ["group:staff"], "dst": ["tag:server"], "ip": ["*"]},
          {"src": ["autogroup:member"], "dst": ["tag:checked"], "ip": ["*"]}
        ],
        "ssh": [
          {
            "action": "check", "src": ["autogroup:member"], "dst": ["tag:checked"],
            "users": ["autogroup:nonroot", "root"], "checkPeriod": "1m"
          }
        ]
      }
      """;

  private static RealCoordinator wayleave;

  @BeforeAll
  static void start(Drill drill) throws Exception {
    wayleave = drill.coordinator();
    Object _ =
        drill.provider(
            wayleave,
            "one",
            drill.issuer("a"),
            "policyGroups: {staff: 'group:staff'}",
            "groupRoles: {admins: network-admin}");
    wayleave.policy(POLICY);
  }

  @AfterAll
  static void stop() {
    wayleave.close();
  }

  @Test
  void twoProvidersAreThereAtOnceAndOneThatIsDownStopsNobodyElse(Drill drill) throws Exception {
    try (Gate gate = drill.gate();
        TailscaleClient alice = drill.client("alice");
        TailscaleClient carol = drill.client("carol");
        TailscaleClient first = drill.client("bob-first");
        TailscaleClient second = drill.client("bob-second");
        Browser aliceAtOne = new Browser("alice", "one");
        Browser carolAtTwo = new Browser("carol", "two");
        Browser bobAtOne = new Browser("bob", "one");
        Browser bobAtTwo = new Browser("bob", "two")) {
      Object _ = drill.provider(wayleave, "two", drill.keycloak().issuer("b", gate));
      drill.logIn(alice, wayleave.url(), aliceAtOne);
      drill.logIn(carol, wayleave.url(), carolAtTwo);
      assertThat(wayleave.node("alice").user()).isNotEqualTo(wayleave.node("carol").user());

      drill.logIn(first, wayleave.url(), bobAtOne);
      HtmlPage account = bobAtOne.open(URI.create(wayleave.url() + "/account"));
      HtmlPage ways = bobAtOne.press(account, "/account/link");
      HtmlPage asked = bobAtOne.through(ways, "two");
      HtmlPage linked = bobAtOne.press(asked, "/account/link/");
      assertThat(linked.text()).contains("Both logins are yours");
      drill.logIn(second, wayleave.url(), bobAtTwo);
      NodeView bobs = wayleave.node("bob-first");
      assertThat(wayleave.node("bob-second").user()).isEqualTo(bobs.user());
      assertThat(identities(bobs)).hasSize(2);

      Map<String, String> addresses = new HashMap<>();
      for (TailscaleClient client : List.of(alice, carol, first, second)) {
        addresses.put(client.name(), client.address());
      }
      for (Gate.Mode down : List.of(Gate.Mode.CUT, Gate.Mode.SILENT)) {
        gate.turn(down);
        wayleave.restart();
        carol.waitOnline();
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
            Browser anew = new Browser("alice", "one")) {
          Future<HtmlPage> atTwo = executor.submit(() -> loginPageAt("two"));
          Object _ = anew.logIn(alice.beginLogin(wayleave.url(), "--force-reauth"));
          alice.waitOnline();
          HtmlPage refused = atTwo.get();
          assertThat(refused.status()).isEqualTo(503);
          System.out.println("interop: " + down + ": " + refused.address());
        }
      }
      gate.turn(Gate.Mode.OPEN);
      Await.until("the provider is asked again", LATE, () -> loginPageAt("two").status() == 200);
      try (Browser again = new Browser("carol", "two")) {
        drill.logIn(carol, wayleave.url(), again, "--force-reauth");
      }
      for (TailscaleClient client : List.of(alice, carol, first, second)) {
        assertThat(client.address())
            .as("nobody became anybody else")
            .isEqualTo(addresses.get(client.name()));
      }
    }
  }

  private static HtmlPage loginPageAt(String provider) throws Exception {
    try (Browser browser = new Browser("carol")) {
      return browser.open(
          URI.create(wayleave.url() + "/oidc/login/" + provider + "?to=%2Faccount"));
    }
  }

  private static JsonNode identities(NodeView node) throws Exception {
    for (JsonNode user :
        wayleave.wayleaveOutside(Map.of(), "users", "list", "-o", "json").ok().json()) {
      if (user.path("id").asLong() == Objects.requireNonNull(node.user())) {
        return user.path("identities");
      }
    }
    throw new AssertionError("nobody owns " + node);
  }

  @Test
  void whoLeavesAGroupIsOutOfItWithTheNextLogin(Drill drill) throws Exception {
    try (RealmKeeper keeper = drill.keeper("a");
        TailscaleClient server = drill.client("server");
        TailscaleClient gina = drill.client("gina")) {
      String subject = keeper.person("gina", "staff");
      server.up(wayleave.url(), wayleave.taggedKey("tag:server"));
      drill.logIn(gina, wayleave.url());
      gina.waitUntil("she sees it", LATE, () -> gina.peer("server").isPresent());
      assertThat(gina.waitPong("server")).contains("pong from server");

      keeper.leave(subject, "staff");
      drill.logIn(gina, wayleave.url(), "--force-reauth");
      gina.waitUntil("she sees it no more", LATE, () -> gina.peer("server").isEmpty());
      server.waitUntil("nor it her", LATE, () -> server.peer("gina").isEmpty());

      keeper.join(subject, "staff");
      drill.logIn(gina, wayleave.url(), "--force-reauth");
      gina.waitUntil("she sees it again", LATE, () -> gina.peer("server").isPresent());
    }
  }

  @Test
  void whoHasARoleByAGroupAdministersUntilTheGroupIsLeft(Drill drill) throws Exception {
    try (RealmKeeper keeper = drill.keeper("a");
        TailscaleClient olaf = drill.client("olaf");
        ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      String subject = keeper.person("olaf", "admins");
      drill.logIn(olaf, wayleave.url());
      Path said = drill.room().resolve("login.txt");
      Map<String, String> own =
          Map.of("XDG_CONFIG_HOME", drill.room().resolve("config").toString());
      Future<Answer> command =
          executor.submit(
              () -> drill.wayleaveSaying(said, own, "login", "--server", wayleave.url()));
      Matcher code = Await.value("there is a code", LATE, () -> found(CODE, said));
      Matcher page = Await.value("there is a page", LATE, () -> found(PAGE, said));
      try (Browser browser = new Browser("olaf")) {
        HtmlPage done = browser.logIn(page.group(), Map.of("code", code.group(1)));
        assertThat(done.text()).contains("The command goes on");
      }
      assertThat(command.get().ok().out()).contains("as olaf");
      assertThat(drill.wayleave(own, "policy", "get").ok().out()).contains("tag:checked");
      Answer more = drill.wayleave(own, "users", "create", "made-by-olaf");
      assertThat(more.status()).as("no more than a network-admin: " + more.out()).isNotZero();

      keeper.leave(subject, "admins");
      drill.logIn(olaf, wayleave.url(), "--force-reauth");
      Answer out = drill.wayleave(own, "policy", "get");
      System.out.println("interop: without the role: " + out.err());
      assertThat(out.status()).as(out.out()).isNotZero();
      assertThat(out.err()).contains("its owner may do nothing here any more", "wayleave login");
    }
  }

  private static Optional<Matcher> found(Pattern pattern, Path said) throws Exception {
    Matcher matcher = pattern.matcher(Files.exists(said) ? Files.readString(said) : "");
    return matcher.find() ? Optional.of(matcher) : Optional.empty();
  }

  @Test
  void anSshSessionIsLetBeginByALoginOfTheOneFromWhoseNodeItComes(Drill drill) throws Exception {
    try (RealmKeeper keeper = drill.keeper("a");
        TailscaleClient server = drill.client("checked");
        TailscaleClient sara = drill.client("sara");
        ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      Object _ = keeper.person("sara");
      server.up(wayleave.url(), wayleave.taggedKey("tag:checked"), "--ssh");
      try (Browser browser = new Browser("sara");
          Browser other = new Browser("carol")) {
        drill.logIn(sara, wayleave.url());
        sara.waitPong("checked");
        Path said = sara.folder().resolve("ssh.txt");
        Future<Answer> session =
            executor.submit(() -> sara.sshSaying(said, USER, "checked", "echo checked-in"));
        String page = Await.value("ssh names a page", LATE, () -> found(PAGE, said)).group();

        HtmlPage notHers = other.through(other.open(URI.create(page)), "one");
        assertThat(notHers.text()).contains("comes from a node that is not yours");
        assertThat(session.isDone()).isFalse();

        assertThat(browser.logIn(page).status()).isEqualTo(200);
        assertThat(session.get().ok().out()).contains("checked-in");
      }
    }
  }

  @Test
  void whoseLoginHasEndedComesBackToTheirNodeByLoggingIn(Drill drill) throws Exception {
    Object _ = drill.provider(wayleave, "brief", drill.issuer("a"), "expiry: PT15S");
    try (RealmKeeper keeper = drill.keeper("a");
        TailscaleClient ruth = drill.client("ruth");
        Browser before = new Browser("ruth", "brief");
        Browser after = new Browser("ruth", "one")) {
      Object _ = keeper.person("ruth");
      drill.logIn(ruth, wayleave.url(), before);
      NodeView node = wayleave.node("ruth");
      Drill.waitExpired(ruth);
      drill.logIn(ruth, wayleave.url(), after);
      NodeView back = wayleave.node("ruth");
      assertThat(back.id()).isEqualTo(node.id());
      assertThat(back.user()).isEqualTo(node.user());
      assertThat(back.addresses()).isEqualTo(node.addresses());
      assertThat(ruth.address()).isEqualTo(node.addresses().getFirst());
    } finally {
      wayleave.wayleaveOutside(Map.of(), "identity-providers", "delete", "brief", "--yes").ok();
    }
  }
}
