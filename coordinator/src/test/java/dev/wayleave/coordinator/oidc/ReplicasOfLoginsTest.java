package dev.wayleave.coordinator.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.coordinator.kept.Kept;
import dev.wayleave.coordinator.kept.KeptKind;
import dev.wayleave.coordinator.kept.KeptRows;
import dev.wayleave.coordinator.running.RunningCoordinator;
import dev.wayleave.coordinator.store.KeptStores;
import dev.wayleave.tailnet.model.Secret;
import dev.wayleave.tailnet.model.Secret.SecretRole;
import dev.wayleave.tailnet.model.SecretText;
import dev.wayleave.testkit.provider.OidcProvider;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Logins at a provider behind a balancer that sends each request to another replica.
@QuarkusTest
@RunningCoordinator
class ReplicasOfLoginsTest {
  private static final Instant FOR_EVER = Instant.parse("2099-01-01T00:00:00Z");

  @Inject KeptStores stores;

  private final OidcProvider provider = OidcProvider.start("wayleave", "s3cret");
  private final List<Replica> replicas = new ArrayList<>();

  /// A replica and browsers as they speak to it.
  private record Replica(LoginServer server) implements AutoCloseable {
    Browser browser(Map<String, String> cookies) {
      Browser browser = new Browser(server);
      browser.cookies.putAll(cookies);
      return browser;
    }

    @Override
    public void close() {
      server.close();
    }
  }

  @BeforeEach
  void forget() {
    rows().sweep(FOR_EVER);
  }

  private KeptRows rows() {
    return stores.of(true);
  }

  /// All go by the name of the first, as behind a balancer.
  private Replica replica() {
    LoginServer server = new LoginServer(OidcLimits.DEFAULT, rows());
    if (!replicas.isEmpty()) {
      server.calledBy(replicas.getFirst().server().url());
    }
    server.with(Configuration.of("keys", provider), provider);
    Replica replica = new Replica(server);
    replicas.add(replica);
    return replica;
  }

  @AfterEach
  void end() {
    replicas.forEach(Replica::close);
    provider.close();
  }

  @Test
  void whoSetsOutAtOneReplicaComesBackToAnotherAndIsKnownAtAThird() {
    Replica one = replica();
    Replica two = replica();
    Replica three = replica();
    try (Browser out = one.browser(Map.of())) {
      URI back = provider.visit(out.begin("/oidc/login/keys?to=/account"));
      try (Browser in = two.browser(out.cookies)) {
        assertThat(in.comeBack(back).statusCode()).isEqualTo(302);
        try (Browser there = three.browser(in.cookies)) {
          assertThat(there.whoAmI()).isEqualTo("ann");
        }
        assertThat(in.whoAmI()).isEqualTo("ann");
      }
    }
  }

  @Test
  void aCallbackThatCameToOneReplicaIsRefusedAtEveryOther() throws Exception {
    Replica one = replica();
    Replica two = replica();
    try (Browser out = one.browser(Map.of())) {
      Map<String, String> cookies = new TreeMap<>();
      URI back = provider.visit(out.begin("/oidc/login/keys"));
      cookies.putAll(out.cookies);
      try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
        List<Callable<Integer>> calls = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
          Replica at = i % 2 == 0 ? one : two;
          calls.add(() -> {
            try (Browser browser = at.browser(cookies)) {
              return browser.comeBack(back).statusCode();
            }
          });
        }
        List<Integer> answers = new ArrayList<>();
        for (Future<Integer> answer : threads.invokeAll(calls)) {
          answers.add(answer.get());
        }
        assertThat(answers).containsOnlyOnce(302).containsOnly(302, 400);
      }
    }
  }

  @Test
  void anotherBrowserCannotComeBackAtAnyReplicaAndEndsNothing() {
    Replica one = replica();
    Replica two = replica();
    try (Browser out = one.browser(Map.of());
        Browser thief = two.browser(Map.of())) {
      URI back = provider.visit(out.begin("/oidc/login/keys"));
      thief.begin("/oidc/login/keys");
      assertThat(thief.comeBack(back).statusCode()).isEqualTo(400);
      try (Browser in = two.browser(out.cookies)) {
        assertThat(in.comeBack(back).statusCode()).isEqualTo(302);
      }
    }
  }

  @Test
  void whoLogsOutAtOneReplicaIsLoggedOutAtAll() {
    Replica one = replica();
    Replica two = replica();
    try (Browser in = one.browser(Map.of())) {
      in.logIn("/oidc/login/keys", provider);
      try (Browser there = two.browser(in.cookies)) {
        assertThat(there.whoAmI()).isEqualTo("ann");
        Map<String, String> before = new TreeMap<>(there.cookies);
        there.get("/out");
        try (Browser again = one.browser(before)) {
          assertThat(again.whoAmI()).isEqualTo("nobody");
        }
      }
    }
  }

  @Test
  void aReplicaThatEndsTakesNoLoginAndNoSessionAlong() {
    Replica name = replica();
    Replica doomed = replica();
    try (Browser seated = doomed.browser(Map.of());
        Browser out = doomed.browser(Map.of())) {
      seated.logIn("/oidc/login/keys", provider);
      URI back = provider.visit(out.begin("/oidc/login/keys"));
      doomed.close();
      replicas.remove(doomed);
      try (Browser there = name.browser(seated.cookies);
          Browser in = name.browser(out.cookies)) {
        assertThat(there.whoAmI()).isEqualTo("ann");
        assertThat(in.comeBack(back).statusCode()).isEqualTo(302);
        assertThat(in.whoAmI()).isEqualTo("ann");
      }
    }
  }

  @Test
  void aProviderThatIsConfiguredAnewMeanwhileIsRefusedAtTheOtherReplicaToo() {
    Replica one = replica();
    Replica two = replica();
    try (Browser out = one.browser(Map.of())) {
      URI back = provider.visit(out.begin("/oidc/login/keys"));
      two.server().put(new Secret(SecretRole.OIDC_CLIENT_SECRET, "keys", SecretText.of("another")));
      try (Browser in = two.browser(out.cookies)) {
        HttpResponse<String> refused = in.comeBack(back);
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("has been configured anew meanwhile");
      }
    }
  }

  @Test
  void whoReadsTheRowsLearnsNothingByWhichALoginCouldBeEnded() {
    Replica one = replica();
    try (Browser out = one.browser(Map.of());
        Browser in = one.browser(Map.of())) {
      URI there = out.begin("/oidc/login/keys");
      in.logIn("/oidc/login/keys", provider);
      List<Kept> rows = new ArrayList<>(rows().all(KeptKind.AT_PROVIDER, Instant.now()));
      rows.addAll(rows().all(KeptKind.BROWSER, Instant.now()));
      assertThat(rows).hasSize(2);
      for (String parameter : List.of("state", "nonce", "code_challenge")) {
        String value = parameter(there, parameter);
        assertThat(value).hasSizeGreaterThan(40);
        assertThat(rows.toString()).doesNotContain(value);
      }
      out.cookies.values().forEach(cookie -> assertThat(rows.toString()).doesNotContain(cookie));
      in.cookies.values().forEach(cookie -> assertThat(rows.toString()).doesNotContain(cookie));
      assertThat(rows.getFirst().body()).doesNotContain("keys", "verifier", "s3cret");
    }
  }

  private static String parameter(URI address, String name) {
    for (String pair : address.getRawQuery().split("&", -1)) {
      if (pair.startsWith(name + "=")) {
        return pair.substring(name.length() + 1);
      }
    }
    throw new AssertionError("there is no " + name + " in " + address);
  }
}
