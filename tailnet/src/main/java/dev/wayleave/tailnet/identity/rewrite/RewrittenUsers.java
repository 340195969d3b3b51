package dev.wayleave.tailnet.identity.rewrite;

import dev.wayleave.tailnet.model.Alias;
import dev.wayleave.tailnet.model.ApiKey;
import dev.wayleave.tailnet.model.DerpSettings;
import dev.wayleave.tailnet.model.DnsSettings;
import dev.wayleave.tailnet.model.ExpectedIdentity;
import dev.wayleave.tailnet.model.HostedObject;
import dev.wayleave.tailnet.model.Identity;
import dev.wayleave.tailnet.model.IdentityProvider;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.OAuthClient;
import dev.wayleave.tailnet.model.OAuthToken;
import dev.wayleave.tailnet.model.Owner;
import dev.wayleave.tailnet.model.PolicyVersion;
import dev.wayleave.tailnet.model.PreAuthKey;
import dev.wayleave.tailnet.model.Role;
import dev.wayleave.tailnet.model.Secret;
import dev.wayleave.tailnet.model.ServerSettings;
import dev.wayleave.tailnet.model.TagName;
import dev.wayleave.tailnet.model.Tailnet;
import dev.wayleave.tailnet.model.TailnetChange;
import dev.wayleave.tailnet.model.TailnetEntity;
import dev.wayleave.tailnet.model.Transition;
import dev.wayleave.tailnet.model.User;
import dev.wayleave.tailnet.model.UserId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Who is left of some users, and known by what, when a list of changes is made: the same wherever
/// they are kept.
public final class RewrittenUsers {
  private final Map<UserId, User> before;
  private final SequencedMap<UserId, User> after;
  private final Map<UserId, UserId> heirs = new HashMap<>();
  private final Map<UserId, Identity> chosen = new HashMap<>();

  private RewrittenUsers(Collection<User> users) {
    this.after = new TreeMap<>();
    users.forEach(user -> after.put(user.id(), user));
    this.before = Map.copyOf(after);
  }

  /// Makes the changes one after the other.
  ///
  /// @throws IdentityStoreException where one does not fit the users, or where two users would be
  ///   known by one identity
  public static RewrittenUsers of(Collection<User> users, List<IdentityChange> changes)
      throws IdentityStoreException {
    RewrittenUsers rewritten = new RewrittenUsers(users);
    for (IdentityChange change : changes) {
      rewritten.make(change);
    }
    rewritten.refuseShared();
    return rewritten;
  }

  /// What [#of] would refuse because two users would be known by one identity.
  ///
  /// @throws IdentityStoreException where a change does not fit the users
  public static List<SharedIdentities.Shared> shared(
      Collection<User> users, List<IdentityChange> changes) throws IdentityStoreException {
    RewrittenUsers rewritten = new RewrittenUsers(users);
    for (IdentityChange change : changes) {
      rewritten.make(change);
    }
    return new SharedIdentities(rewritten.before, rewritten.after.values()).made().toList();
  }

  private void make(IdentityChange change) throws IdentityStoreException {
    User user = user(change.user());
    switch (change) {
      case IdentityChange.Rewrite(var _, Identity old, Identity now) -> rewrite(user, old, now);
      case IdentityChange.Give(var _, Identity identity) -> {
        chosen.put(user.id(), identity);
        put(user.knownBy(joined(user.identities(), List.of(identity)), user.expected()));
      }
      case IdentityChange.Expect(var _, ExpectedIdentity expected) -> {
        Set<ExpectedIdentity> awaited = new LinkedHashSet<>(user.expected());
        awaited.add(expected);
        put(user.knownBy(user.identities(), List.copyOf(awaited)));
      }
      case IdentityChange.Rename(var _, String old, String now) -> {
        if (!user.name().equals(old)) {
          throw unfit(user, "is no longer called \"" + old + "\"");
        }
        put(user.renamed(now));
      }
      case IdentityChange.Merge(var _, UserId gone, Set<Role> roles) ->
          merge(user, user(gone), roles);
    }
  }

  private void rewrite(User user, Identity old, Identity now) throws IdentityStoreException {
    List<Identity> known = new ArrayList<>(user.identities());
    int at = 0;
    while (at < known.size() && !SharedIdentities.isSame(known.get(at), old)) {
      at++;
    }
    if (at == known.size()) {
      throw unfit(user, "is no longer known as " + old.identifier());
    }
    known.set(at, now);
    chosen.put(user.id(), now);
    put(user.knownBy(joined(known, List.of()), user.expected()));
  }

  private void merge(User user, User gone, Set<Role> roles) throws IdentityStoreException {
    if (user.id().equals(gone.id())) {
      throw unfit(user, "cannot be merged with itself");
    }
    Set<ExpectedIdentity> expected = new LinkedHashSet<>(user.expected());
    expected.addAll(gone.expected());
    Set<Role> all = new TreeSet<>(user.roles());
    all.addAll(roles);
    put(
        user.knownBy(joined(user.identities(), gone.identities()), List.copyOf(expected))
            .inRoles(all));
    after.remove(gone.id());
    heirs.put(gone.id(), user.id());
    Identity theirs = chosen.remove(gone.id());
    if (theirs != null) {
      chosen.putIfAbsent(user.id(), theirs);
    }
  }

  private User user(UserId id) throws IdentityStoreException {
    User user = after.get(id);
    if (user == null) {
      throw IdentityStoreException.refused(
          "There is no user " + id + " that the changes could be made to; plan again.");
    }
    return user;
  }

  private static IdentityStoreException unfit(User user, String why) {
    return IdentityStoreException.refused(
        "User " + user.id() + " (" + user.label() + ") " + why + "; plan again.");
  }

  private void put(User user) {
    after.put(user.id(), user);
  }

  private static List<Identity> joined(List<Identity> one, List<Identity> other) {
    List<Identity> all = new ArrayList<>();
    Stream.concat(one.stream(), other.stream())
        .filter(
            identity -> all.stream().noneMatch(known -> SharedIdentities.isSame(known, identity)))
        .forEachOrdered(all::add);
    return all;
  }

  private void refuseShared() throws IdentityStoreException {
    SharedIdentities shared = new SharedIdentities(before, after.values());
    Optional<SharedIdentities.Shared> first = shared.made().findFirst();
    if (first.isPresent()) {
      User one = first.get().one();
      User other = first.get().other();
      throw IdentityStoreException.refused(
          "User %s (%s) and user %s (%s) would both be known as %s; merge the two, or give one of them another identity."
              .formatted(
                  one.id(),
                  one.label(),
                  other.id(),
                  other.label(),
                  first.get().identity().identifier()));
    }
  }

  private boolean isChanged(User user) {
    return !user.equals(before.get(user.id()));
  }

  /// The users who are left.
  public Collection<User> users() {
    return after.values();
  }

  /// The users who are left and no longer are as they were.
  public List<User> changed() {
    return after.values().stream().filter(this::isChanged).toList();
  }

  /// Those who are merged into others.
  public List<User> gone() {
    return before.values().stream().filter(user -> heirs.containsKey(user.id())).toList();
  }

  /// A user as it was.
  public Optional<User> before(UserId id) {
    return Optional.ofNullable(before.get(id));
  }

  /// A user as it is afterwards, where it is left.
  public Optional<User> after(UserId id) {
    return Optional.ofNullable(after.get(id));
  }

  /// Who has what a user had: the user, unless that one is merged into another.
  public UserId heir(UserId id) {
    UserId at = id;
    for (UserId next = heirs.get(at); next != null; next = heirs.get(at)) {
      at = next;
    }
    return at;
  }

  /// The one identity of a user where no more than one can be kept: the one that a change names
  /// last, else the one that came first.
  public Optional<Identity> first(User user) {
    Identity named = chosen.get(user.id());
    return named == null ? user.identities().stream().findFirst() : Optional.of(named);
  }

  /// What is to be changed in a tailnet: first what goes over to those who stay, then the users.
  public List<TailnetChange.Edit> edits(Tailnet tailnet) {
    List<TailnetChange.Edit> edits = new ArrayList<>();
    Stream.of(
            tailnet.nodes(),
            tailnet.preAuthKeys(),
            tailnet.apiKeys(),
            tailnet.oauthClients(),
            tailnet.aliases())
        .<TailnetEntity>flatMap(Collection::stream)
        .forEach(entity -> {
          TailnetEntity moved = moved(entity);
          if (!moved.equals(entity)) {
            edits.add(new TailnetChange.Put(moved));
          }
        });
    gone().forEach(user -> edits.add(new TailnetChange.Removed(user)));
    changed().forEach(user -> edits.add(new TailnetChange.Put(user)));
    return edits;
  }

  /// Something in the hands of who has it afterwards; what belongs to nobody stays as it is, and so
  /// does a user.
  public TailnetEntity moved(TailnetEntity entity) {
    return switch (entity) {
      case Node node -> moved(node);
      case PreAuthKey key -> moved(key);
      case ApiKey key -> moved(key);
      case OAuthClient client -> moved(client);
      case Alias alias -> moved(alias);
      case DerpSettings _,
          DnsSettings _,
          HostedObject _,
          IdentityProvider _,
          OAuthToken _,
          PolicyVersion _,
          Secret _,
          ServerSettings _,
          Transition _,
          User _ ->
          entity;
    };
  }

  private Node moved(Node node) {
    return switch (node.owner()) {
      case Owner.OfUser(UserId user) when heirs.containsKey(user) ->
          node.change().owner(new Owner.OfUser(heir(user))).build();
      case Owner.OfTags(Set<TagName> tags, UserId user) when isGone(user) ->
          node.change().owner(new Owner.OfTags(tags, heir(user))).build();
      case Owner.OfUser _, Owner.OfTags _, Owner.Nobody _ -> node;
    };
  }

  private boolean isGone(@Nullable UserId user) {
    return user != null && heirs.containsKey(user);
  }

  private PreAuthKey moved(PreAuthKey key) {
    return key.user() == null ? key : key.of(heir(key.user()));
  }

  private ApiKey moved(ApiKey key) {
    return key.user() == null ? key : key.of(heir(key.user()));
  }

  private OAuthClient moved(OAuthClient client) {
    return client.user() == null ? client : client.of(heir(client.user()));
  }

  private Alias moved(Alias alias) {
    if (!alias.kind().equals("user") || !alias.id().matches("[1-9]\\d{0,17}")) {
      return alias;
    }
    UserId heir = heir(new UserId(Long.parseLong(alias.id())));
    return new Alias(alias.kind(), heir.toString(), alias.plane(), alias.alias());
  }
}
