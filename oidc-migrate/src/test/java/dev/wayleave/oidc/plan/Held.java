package dev.wayleave.oidc.plan;

import dev.wayleave.oidc.person.Person;
import dev.wayleave.tailnet.identity.ProviderIdentifier;
import dev.wayleave.tailnet.identity.rewrite.Holder;
import dev.wayleave.tailnet.identity.rewrite.Holdings;
import dev.wayleave.tailnet.model.Identity;
import dev.wayleave.tailnet.model.Role;
import dev.wayleave.tailnet.model.User;
import dev.wayleave.tailnet.model.UserId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Holdings written down in a test, user by user; numbers count from 1.
final class Held {
  static final String A = "https://idp.example.com/realms/a";
  static final String B = "https://idp.example.com/realms/b";

  private final ProviderIdentifier.@Nullable Rule rule;
  private final List<Holder> holders = new ArrayList<>();
  private @Nullable String policy;

  private Held(ProviderIdentifier.@Nullable Rule rule) {
    this.rule = rule;
  }

  static Held headscale() {
    return new Held(ProviderIdentifier.Rule.CONCATENATED);
  }

  static Held headscale(ProviderIdentifier.Rule rule) {
    return new Held(rule);
  }

  static Held coordinator() {
    return new Held(null);
  }

  Held user(String name, String email, String... identifiers) {
    List<Identity> identities = new ArrayList<>();
    for (String identifier : identifiers) {
      identities.add(new Identity("oidc", identifier, null, null));
    }
    return with(name, email, identities);
  }

  Held with(String name, String email, List<Identity> identities) {
    UserId id = new UserId(holders.size() + 1L);
    User user = new User(id, name, "", email, "", identities, Set.of(), null);
    holders.add(new Holder(user, 1, 0, 0));
    return this;
  }

  Held inRole(String name, Set<Role> roles, String identifier) {
    user(name, "", identifier);
    Holder made = holders.removeLast();
    holders.add(new Holder(made.user().inRoles(roles), 1, 0, 0));
    return this;
  }

  Held policy(String text) {
    policy = text;
    return this;
  }

  Holdings holdings() {
    return rule == null
        ? Holdings.apart("a store", "state-1", holders, policy)
        : new Holdings("a store", rule, "state-1", holders, policy);
  }

  IdentityPlan plan(PlanRequest request) {
    return IdentityPlanner.plan(holdings(), request);
  }

  static PlanRequest fromAToB() {
    return PlanRequest.nothing().between(A, B);
  }

  static PlanRequest fromAToB(Match match, Person... people) {
    return fromAToB().matching(PlanRequest.Matching.by(match).among(List.of(people)));
  }

  static Person person(String subject, String username, String email) {
    return new Person(subject, username, email, true, "", true);
  }
}
