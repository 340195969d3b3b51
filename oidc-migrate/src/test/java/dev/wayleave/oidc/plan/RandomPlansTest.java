package dev.wayleave.oidc.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.oidc.person.Person;
import dev.wayleave.oidc.repair.MergeOrder;
import dev.wayleave.oidc.repair.RepairKind;
import dev.wayleave.tailnet.identity.ProviderIdentifier;
import dev.wayleave.tailnet.identity.ProviderIdentifier.Rule;
import dev.wayleave.tailnet.identity.rewrite.Holdings;
import dev.wayleave.tailnet.identity.rewrite.IdentityChange;
import dev.wayleave.tailnet.identity.rewrite.IdentityStoreException;
import dev.wayleave.tailnet.identity.rewrite.RewrittenUsers;
import dev.wayleave.tailnet.model.Identity;
import dev.wayleave.tailnet.model.User;
import dev.wayleave.tailnet.model.UserId;
import dev.wayleave.testkit.seed.Breadth;
import dev.wayleave.testkit.seed.Seed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Whatever is held and asked for, a plan can be carried out step by step, and nobody's nodes go to
/// anybody else.
class RandomPlansTest {
  private static final List<String> ISSUERS = List.of(Held.A, Held.B, "https://old/", "urn:idp");
  private static final List<String> SUBJECTS =
      List.of("1", "2", "3", "auth0|4", "auth0%7C4", "a/b", "..", "x y", "q?z", "7");
  private static final List<String> NAMES = List.of("ann", "bob", "cyd", "dan", "ann", "");
  private static final List<String> EMAILS =
      List.of("ann@example.com", "bob@example.com", "Ann@Example.com", "dan@other.example", "");

  @Test
  void everyPlanCanBeCarriedOutAndKeepsEverybodysNodes() {
    Seed seed = Seed.printedFor("RandomPlansTest");
    int plans = Breadth.of(3_000, 100_000);
    int changed = 0;
    for (int i = 0; i < plans; i++) {
      World world = new World(seed.part(i).generator());
      Holdings held = world.holdings();
      PlanRequest request = world.request(held);
      try {
        changed += check(held, request) ? 1 : 0;
      } catch (AssertionError | RuntimeException | IdentityStoreException e) {
        throw new AssertionError("plan " + i + " of " + held + " asked for " + request, e);
      }
    }
    // Most of what is drawn has to matter, or nothing is proved.
    assertThat(changed).isGreaterThan(plans / 4);
  }

  private static boolean check(Holdings held, PlanRequest request) throws IdentityStoreException {
    IdentityPlan plan = IdentityPlanner.plan(held, request);
    ModelStore store = new ModelStore(held);
    Map<UserId, User> before = store.users();
    store.apply(plan.rewrite());

    if (!plan.isBlocked()) {
      RewrittenUsers.of(before.values(), plan.changes());
    }
    Set<UserId> gone = new HashSet<>();
    Set<UserId> changed = new HashSet<>();
    for (IdentityChange change : plan.changes()) {
      changed.add(change.user());
      if (change instanceof IdentityChange.Merge merge) {
        gone.add(merge.gone());
      }
    }
    if (request.repairs().kinds().isEmpty() && request.repairs().merges().isEmpty()) {
      assertThat(gone).isEmpty();
    }
    store
        .nodes()
        .forEach((node, owner) -> {
          UserId first = new UserId(Long.parseLong(node.substring("node of ".length())));
          assertThat(owner).isEqualTo(store.personOf(first));
          assertThat(first.equals(owner) || gone.contains(first)).isTrue();
        });
    Set<UserId> left = new LinkedHashSet<>(before.keySet());
    left.removeAll(changed);
    left.removeAll(gone);
    left.forEach(id -> assertThat(store.users()).containsEntry(id, before.get(id)));
    for (PlanRow row : plan.users()) {
      User then = Objects.requireNonNull(before.get(row.id()));
      if (row.old() != null) {
        assertThat(then.identities()).extracting(Identity::identifier).contains(row.old());
      }
      boolean kept = row.left() || row.result() != MatchClass.MATCHED;
      String now = kept ? row.old() : row.next();
      if (now != null && !(kept && gone.contains(row.id()))) {
        User user = Objects.requireNonNull(store.users().get(store.personOf(row.id())));
        assertThat(user.identities()).extracting(Identity::identifier).contains(now);
      }
    }
    for (User user : before.values()) {
      for (Identity identity : user.identities()) {
        assertThat(plan.users())
            .anyMatch(row -> row.id().equals(user.id()) && identity.identifier().equals(row.old()));
      }
    }
    plan.users().stream()
        .filter(row -> row.how().startsWith("email ") && row.result() == MatchClass.MATCHED)
        .forEach(row -> assertThat(emailOfSubject(row, request)).isTrue());
    return !plan.changes().isEmpty();
  }

  /// Whether somebody with the address of the row has the identifier that the row gives.
  private static boolean emailOfSubject(PlanRow row, PlanRequest request) {
    List<Person> people = request.matching().people();
    String email = row.how().substring("email ".length());
    return people != null
        && people.stream()
            .filter(person -> person.subject() != null)
            .filter(person -> person.emailVerified() || request.matching().unverified())
            .filter(person ->
                person.email().toLowerCase(Locale.ROOT).equals(email.toLowerCase(Locale.ROOT)))
            .anyMatch(person ->
                EnumSet.allOf(Rule.class).stream()
                    .flatMap(rule ->
                        ProviderIdentifier.of(rule, Held.B, String.valueOf(person.subject()))
                            .stream())
                    .anyMatch(text -> text.equals(row.next())));
  }

  private record World(RandomGenerator random) {
    private <T> T any(List<T> some) {
      return some.get(random.nextInt(some.size()));
    }

    private boolean often() {
      return random.nextInt(4) > 0;
    }

    Holdings holdings() {
      Rule rule = any(List.of(Rule.values()));
      boolean apart = random.nextInt(4) == 0;
      Held held = apart ? Held.coordinator() : Held.headscale(rule);
      Set<String> taken = new HashSet<>();
      int users = 1 + random.nextInt(7);
      for (int i = 0; i < users; i++) {
        List<Identity> identities = new ArrayList<>();
        int count = apart ? random.nextInt(3) : often() ? 1 : 0;
        for (int j = 0; j < count; j++) {
          identity(apart ? null : rule, taken, identities);
        }
        held.with(any(NAMES), any(EMAILS), identities);
      }
      return held.holdings();
    }

    private void identity(@Nullable Rule rule, Set<String> taken, List<Identity> identities) {
      String issuer = any(ISSUERS);
      String subject = any(SUBJECTS);
      Rule spelled = rule != null ? rule : Rule.CONCATENATED;
      String text =
          random.nextInt(8) == 0
              ? issuer + "//" + subject
              : ProviderIdentifier.of(spelled, issuer, subject).orElse(issuer + "/" + subject);
      boolean apart = rule == null && random.nextBoolean();
      Identity drawn = new Identity("oidc", text, apart ? issuer : null, apart ? subject : null);
      // Two users may share what is spelled differently; no user has it twice.
      boolean twice =
          apart
              && identities.stream()
                  .anyMatch(one -> issuer.equals(one.issuer()) && subject.equals(one.subject()));
      if (!twice && taken.add(text)) {
        identities.add(drawn);
      }
    }

    PlanRequest request(Holdings held) {
      PlanRequest request =
          PlanRequest.nothing()
              .between(often() ? Held.A : null, often() ? Held.B : null)
              .matching(matching())
              .mapped(lines(held))
              .leaving(random.nextInt(3) == 0 ? Set.of(word(held)) : Set.of())
              .repairing(repairs(held));
      return random.nextBoolean() ? request.rewritingPolicy() : request;
    }

    private PlanRequest.Matching matching() {
      if (random.nextInt(3) == 0) {
        return PlanRequest.Matching.NONE;
      }
      List<Person> people = new ArrayList<>();
      for (int i = random.nextInt(6); i > 0; i--) {
        people.add(
            new Person(
                often() ? any(SUBJECTS) : null, any(NAMES), any(EMAILS), often(), "", often()));
      }
      return new PlanRequest.Matching(
          any(List.of(Match.values())),
          often() ? people : null,
          random.nextBoolean(),
          random.nextInt(6) == 0,
          random.nextBoolean() ? Instant.EPOCH : null);
    }

    private List<MapLine> lines(Holdings held) {
      List<MapLine> lines = new ArrayList<>();
      for (int i = random.nextInt(4); i > 0; i--) {
        String next = often() ? any(SUBJECTS) : any(ISSUERS) + "/" + any(SUBJECTS);
        lines.add(
            new MapLine("map, line " + i, word(held), random.nextBoolean() ? next : word(held)));
      }
      return lines;
    }

    private String word(Holdings held) {
      User user = any(held.holders()).user();
      List<String> words = new ArrayList<>(List.of("user:" + user.id(), user.name(), user.email()));
      user.identities().forEach(identity -> words.add(identity.identifier()));
      words.removeIf(String::isEmpty);
      return any(words);
    }

    private PlanRequest.Repairs repairs(Holdings held) {
      Set<RepairKind> kinds = EnumSet.noneOf(RepairKind.class);
      for (RepairKind kind : RepairKind.values()) {
        if (random.nextInt(6) == 0) {
          kinds.add(kind);
        }
      }
      List<MergeOrder> merges = new ArrayList<>();
      for (int i = random.nextInt(3); i > 0; i--) {
        merges.add(new MergeOrder(word(held), word(held), Set.of()));
      }
      return new PlanRequest.Repairs(kinds, merges);
    }
  }
}
