package dev.wayleave.tailnet.policy.dialect;

import dev.wayleave.tailnet.model.IpAddress;
import dev.wayleave.tailnet.model.User;
import dev.wayleave.tailnet.policy.address.AddressRange;
import dev.wayleave.tailnet.policy.address.AddressSet;
import dev.wayleave.tailnet.policy.dialect.PolicyEngine.UserNames;
import dev.wayleave.tailnet.policy.dialect.PolicyEngine.Widening;
import dev.wayleave.tailnet.policy.directory.Device;
import dev.wayleave.tailnet.policy.directory.WellKnown;
import dev.wayleave.tailnet.policy.language.AutoGroup;
import dev.wayleave.tailnet.policy.syntax.JsonString;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// Tells what the words of a policy mean to an engine of Headscale, as places of its tailnet.
final class SourceWords {
  private static final String INTERNET = "autogroup:internet";

  private final PolicyEngine engine;
  private final SourcePolicy policy;
  private final SourceUsers users;
  private final List<SourceNode> nodes;
  private final List<Device> devices;
  private final Places places;
  private final SourceTags tags;
  private final Map<String, BitSet> known = new HashMap<>();

  SourceWords(SourceView source, SourcePolicy policy, Places places) {
    this.engine = source.engine();
    this.policy = policy;
    this.users = source.users();
    this.nodes = source.nodes();
    this.devices = source.directory().devices();
    this.places = places;
    this.tags = new SourceTags(engine, policy, users);
  }

  /// Where a word is a source.
  BitSet sources(String word) {
    return word.equals("*") && !engine.everythingIsAnyAddress()
        ? places.tailnet()
        : Box.intersection(places.sources(), resolve(word));
  }

  /// Where a word is a source of SSH. Where principals are logins, they are on tagged devices too.
  BitSet sshSources(String word) {
    boolean login = engine == PolicyEngine.V0_24 && SourceKind.of(word, this).isUser();
    return login
        ? users.find(word).map(user -> of(node -> node.belongsTo(user.id()))).orElseGet(BitSet::new)
        : sources(word);
  }

  /// Where a word is a destination, `autogroup:self` left out.
  BitSet destinations(String word) {
    return resolve(word);
  }

  /// What a word leaves of a rule with `via`: the subnets behind routers with one of the tags, and
  /// the internet behind exit nodes with one.
  BitSet carried(String word, List<String> via) {
    List<Device> carriers = carriers(via);
    if (word.equals(INTERNET)) {
      return carriers.stream().anyMatch(Device::isExitNode)
          ? Box.intersection(places.internet(), places.within(AddressSet.of(WellKnown.INTERNET)))
          : new BitSet();
    }
    return Box.intersection(places.behind(carriers.stream()), covered(word));
  }

  /// The places whose routes a word of a rule with `via` leads to. There `*` is the tailnet's own
  /// addresses, as in sources.
  BitSet covered(String word) {
    return switch (word) {
      case "*" -> places.within(AddressSet.of(WellKnown.TAILNET));
      case INTERNET -> new BitSet();
      default -> resolve(word);
    };
  }

  /// The devices with one of some tags.
  List<Device> carriers(List<String> via) {
    return nodes.stream()
        .filter(node -> via.stream().anyMatch(tag -> tags.has(node, tag)))
        .map(node -> devices.get(node.index()))
        .toList();
  }

  private BitSet resolve(String word) {
    BitSet found = known.get(word);
    if (found == null) {
      found = isSkipped(word) ? new BitSet() : lookUp(word);
      known.put(word, found);
    }
    return found;
  }

  /// In 0.27 a policy with `autogroup:self` skips words that name anyone unknown (issue 2967 of
  /// Headscale).
  private boolean isSkipped(String word) {
    return engine == PolicyEngine.V0_27
        && policy.usesSelf()
        && (word.startsWith("group:")
            ? members(word).stream().anyMatch(member -> users.member(member.value()).isEmpty())
            : SourceKind.of(word, this).isUser() && users.find(word).isEmpty());
  }

  private BitSet lookUp(String word) {
    return switch (SourceKind.of(word, this)) {
      case EVERYTHING -> places.everywhere();
      case GROUP -> group(word);
      case TAG -> of(node -> tags.has(node, word));
      case AUTOGROUP -> autogroup(word);
      case USER -> users.find(word).map(this::untaggedOf).orElseGet(BitSet::new);
      case HOST -> widened(host(policy.hosts().getOrDefault(word, "")), engine.hosts(), false);
      case ADDRESS -> widened(range(word), engine.addresses(), !word.contains("/"));
      case UNKNOWN -> new BitSet();
    };
  }

  private BitSet of(Predicate<SourceNode> chosen) {
    return places.of(nodes.stream().filter(chosen).map(SourceNode::index));
  }

  private BitSet untaggedOf(User user) {
    return of(node -> node.belongsTo(user.id()) && tags.countsForUser(node, user));
  }

  /// Whether the user has a device that counts for the name: without one, 0.14 to 0.25 look for a
  /// host of that name.
  boolean isUserWithDevices(String word) {
    return users.find(word).map(user -> !untaggedOf(user).isEmpty()).orElse(false);
  }

  boolean isUser(String word) {
    return users.find(word).isPresent();
  }

  boolean isHost(String word) {
    return policy.hosts().containsKey(word);
  }

  UserNames userNames() {
    return engine.userNames();
  }

  static boolean isAddress(String word) {
    return range(word).isPresent();
  }

  private List<JsonString> members(String group) {
    return policy.groups().getOrDefault(group, List.of());
  }

  private BitSet group(String group) {
    BitSet found = new BitSet();
    for (JsonString member : members(group)) {
      users
          .member(member.value())
          .map(user ->
              engine.groupsHoldTagged() ? of(node -> node.belongsTo(user.id())) : untaggedOf(user))
          .ifPresent(found::or);
    }
    return found;
  }

  private BitSet autogroup(String word) {
    // 0.23 to 0.25 look no further than the first letters.
    boolean internet = word.startsWith("autogroup:internet") && engine.has(AutoGroup.INTERNET);
    if (internet) {
      return places.within(AddressSet.of(WellKnown.INTERNET));
    }
    Optional<AutoGroup> group = AutoGroup.of(word).filter(engine::has);
    if (group.isEmpty()) {
      return new BitSet();
    }
    return switch (group.get()) {
      case MEMBER -> of(node -> !tags.countsAsTagged(node));
      case TAGGED -> of(tags::countsAsTagged);
      case DANGER_ALL -> places.everywhere();
      case INTERNET,
          SELF,
          NONROOT,
          SHARED,
          OWNER,
          ADMIN,
          NETWORK_ADMIN,
          IT_ADMIN,
          BILLING_ADMIN,
          AUDITOR ->
          new BitSet();
    };
  }

  /// The addresses of a host. An IPv6 address without a length was read as `/32` once.
  private Optional<AddressRange> host(String text) {
    return range(engine.hostsAreSlash32() && !text.contains("/") ? text + "/32" : text);
  }

  /// Every range that the text may stand for, by any engine.
  static List<AddressRange> ranges(String text) {
    return Stream.of(text, text + "/32").flatMap(t -> range(t).stream()).toList();
  }

  private static Optional<AddressRange> range(String text) {
    try {
      return text.contains("-") ? Optional.empty() : Optional.of(AddressRange.parse(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private BitSet widened(Optional<AddressRange> range, Widening widening, boolean single) {
    if (range.isEmpty()) {
      return new BitSet();
    }
    BitSet found = places.within(AddressSet.of(List.of(range.get())));
    IpAddress first = range.get().first();
    for (SourceNode node : nodes) {
      boolean all =
          switch (widening) {
            case NONE -> false;
            case NODES_WITHIN -> node.addresses().stream().anyMatch(range.get()::contains);
            case NODE_AT ->
                node.addresses().contains(first)
                    && (single || WellKnown.TAILNET.stream().anyMatch(t -> t.contains(first)));
          };
      if (all) {
        found.or(places.of(node.index()));
      }
    }
    return found;
  }

  /// The untagged devices of each user, for `autogroup:self`.
  List<BitSet> selves() {
    Map<Long, BitSet> byUser = new HashMap<>();
    for (SourceNode node : nodes) {
      if (node.user() != null && !node.isTagged()) {
        byUser.computeIfAbsent(node.user().value(), _ -> new BitSet()).or(places.of(node.index()));
      }
    }
    return byUser.size() > Families.MAX_SELVES ? List.of() : List.copyOf(byUser.values());
  }

  /// The places of every device that has one of the given ones.
  BitSet wholeDevices(BitSet some) {
    BitSet whole = new BitSet();
    for (SourceNode node : nodes) {
      BitSet own = places.of(node.index());
      if (own.intersects(some)) {
        whole.or(own);
      }
    }
    return whole;
  }
}
