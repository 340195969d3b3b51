package dev.wayleave.tailnet.policy.directory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.tailnet.model.Identity;
import dev.wayleave.tailnet.model.IdentityProvider;
import dev.wayleave.tailnet.model.Role;
import dev.wayleave.tailnet.model.Tailnet;
import dev.wayleave.tailnet.model.TailnetChange;
import dev.wayleave.tailnet.model.TailnetEntity;
import dev.wayleave.tailnet.model.User;
import dev.wayleave.tailnet.model.UserId;
import dev.wayleave.tailnet.policy.PolicyGate;
import dev.wayleave.tailnet.policy.Verdict;
import dev.wayleave.tailnet.policy.language.AutoGroup;
import dev.wayleave.tailnet.policy.language.Policy;
import dev.wayleave.tailnet.policy.language.Selector;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Groups and roles that an identity provider gives.
class ProviderGroupsTest {
  private static final String ENG =
      "{\"acls\": [{\"action\": \"accept\", \"src\": [\"group:eng\"], \"dst\": [\"*:*\"]}]}";
  private static final String LISTED =
      "{\"groups\": {\"group:eng\": [\"bob@\"]}," + ENG.substring(1);

  @Test
  void aGroupThatAProviderIsMappedToIsKnownBeforeAnybodyIsInIt() {
    Directory none = directory(user(1, "ann", Set.of(), Set.of()));
    assertThat(PolicyGate.read(ENG, none)).isInstanceOf(Verdict.Refused.class);
    Directory mapped = directory(user(1, "ann", Set.of(), Set.of()), provider());
    assertThat(members(ENG, mapped)).isEmpty();
  }

  @Test
  void whoIsInTheGroupAtTheProviderIsAMemberBesideThoseWhomThePolicyLists() {
    Directory directory =
        directory(
            user(1, "ann", Set.of("group:eng"), Set.of()),
            user(2, "bob", Set.of(), Set.of()),
            user(3, "cid", Set.of("group:ops"), Set.of()));
    assertThat(members(ENG, directory)).containsExactly("ann");
    assertThat(members(LISTED, directory)).containsExactlyInAnyOrder("ann", "bob");
    User both = user(2, "bob", Set.of("group:eng"), Set.of());
    assertThat(members(LISTED, directory(both))).containsExactly("bob");
  }

  @Test
  void aPolicyInForceGoesOnWhenNobodyIsInItsGroupAnyMore() {
    Directory left = directory(user(1, "ann", Set.of(), Set.of()));
    assertThat(PolicyGate.read(ENG, left)).isInstanceOf(Verdict.Refused.class);
    assertThat(PolicyGate.readAgain(ENG, left)).isInstanceOf(Verdict.Accepted.class);
  }

  @Test
  void leavingTheGroupIsAChangeOfPeople() {
    Directory before = directory(user(1, "ann", Set.of("group:eng"), Set.of()));
    Directory after = directory(user(1, "ann", Set.of(), Set.of()));
    assertThat(after.hasPeopleOf(before)).isFalse();
  }

  @Test
  void rolesOfTheProviderCountInTheGroupsThatStandForRoles() {
    Person ann = directory(user(1, "ann", Set.of(), Set.of(Role.IT_ADMIN))).people().getFirst();
    assertThat(ann.isIn(AutoGroup.IT_ADMIN)).isTrue();
    assertThat(ann.isIn(AutoGroup.ADMIN)).isFalse();
  }

  private static List<String> members(String text, Directory directory) {
    Policy policy =
        switch (PolicyGate.read(text, directory)) {
          case Verdict.Accepted accepted -> accepted.policy();
          case Verdict.Refused refused -> throw new AssertionError(refused.message());
        };
    Selector group = Objects.requireNonNull(policy.rules()).getFirst().sources().getFirst();
    return new Resolver(policy, directory).people(group).map(Person::name).toList();
  }

  private static Directory directory(TailnetEntity... entities) {
    Tailnet tailnet = Tailnet.empty();
    for (TailnetEntity entity : entities) {
      tailnet = tailnet.with(new TailnetChange.Put(entity));
    }
    return Directory.of(tailnet);
  }

  private static User user(long id, String name, Set<String> groups, Set<Role> roles) {
    Identity identity =
        new Identity("oidc", "https://idp/" + id, "https://idp", Long.toString(id))
            .seen(new Identity.LastLogin(Instant.EPOCH, "idp", groups, roles));
    return new User(new UserId(id), name, "", "", "", List.of(identity), Set.of(), null);
  }

  private static IdentityProvider provider() {
    return new IdentityProvider(
        "idp",
        IdentityProvider.Kind.OIDC,
        "IdP",
        true,
        "https://idp",
        "wayleave",
        List.of(),
        Map.of(),
        IdentityProvider.Pkce.OFF,
        IdentityProvider.Allowed.EVERYBODY,
        true,
        IdentityProvider.Claims.STANDARD,
        IdentityProvider.Term.OF_SERVER,
        Set.of(),
        Map.of("/engineering", "group:eng"),
        Map.of());
  }
}
