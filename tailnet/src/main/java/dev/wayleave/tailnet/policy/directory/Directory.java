package dev.wayleave.tailnet.policy.directory;

import dev.wayleave.tailnet.model.IdentityProvider;
import dev.wayleave.tailnet.model.IpAddress;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.NodeId;
import dev.wayleave.tailnet.model.Owner;
import dev.wayleave.tailnet.model.Role;
import dev.wayleave.tailnet.model.TagName;
import dev.wayleave.tailnet.model.Tailnet;
import dev.wayleave.tailnet.model.User;
import dev.wayleave.tailnet.model.UserId;
import dev.wayleave.tailnet.policy.address.AddressRange;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The devices and people of one image of a tailnet, indexed the ways a policy names them.
public final class Directory {
  private final List<Device> devices;
  private final List<@Nullable Device> slots;
  private final Map<NodeId, Device> byId = new HashMap<>();
  private final Map<UserId, List<Device>> byUser = new HashMap<>();
  private final Map<TagName, List<Device>> byTag = new HashMap<>();
  private final NavigableMap<IpAddress, Device> byAddress = new TreeMap<>();
  private final Map<UserId, Person> people = new TreeMap<>();
  private final Map<String, List<Person>> byLogin = new HashMap<>();
  private final Set<String> domains;
  private final Set<String> groups;

  private Directory(
      List<Device> devices, Iterable<Person> everybody, Collection<IdentityProvider> providers) {
    this.devices = List.copyOf(devices);
    this.slots = new ArrayList<>();
    for (Device device : devices) {
      while (slots.size() <= device.index()) {
        slots.add(null);
      }
      slots.set(device.index(), device);
    }
    everybody.forEach(this::index);
    this.devices.forEach(this::index);
    this.domains = Set.copyOf(ownDomains());
    this.groups =
        Stream.concat(
                providers.stream().flatMap(provider -> provider.policyGroups().values().stream()),
                people.values().stream().flatMap(person -> person.groups().stream()))
            .collect(Collectors.toUnmodifiableSet());
  }

  public static Directory of(Tailnet tailnet) {
    return of(tailnet, tailnet.identityProviders());
  }

  /// The directory of a tailnet whose people log in at these providers.
  public static Directory of(Tailnet tailnet, Collection<IdentityProvider> providers) {
    return new Directory(List.of(), List.of(), List.of()).next(tailnet, providers);
  }

  /// The directory of a later image. Devices that did not change are the same objects as here, and
  /// keep their index whoever comes or goes.
  public Directory next(Tailnet tailnet) {
    return next(tailnet, tailnet.identityProviders());
  }

  private Directory next(Tailnet tailnet, Collection<IdentityProvider> providers) {
    Map<UserId, Person> everybody = new TreeMap<>();
    for (User user : tailnet.users()) {
      Person person = Person.of(user);
      Person known = people.get(user.id());
      everybody.put(user.id(), person.equals(known) ? known : person);
    }
    BitSet taken = new BitSet();
    for (Node node : tailnet.nodes()) {
      Device known = byId.get(node.id());
      if (known != null) {
        taken.set(known.index());
      }
    }
    List<Device> next = new ArrayList<>();
    for (Node node : tailnet.nodes()) {
      Person person =
          node.owner() instanceof Owner.OfUser owned ? everybody.get(owned.user()) : null;
      Device known = byId.get(node.id());
      int index = known != null ? known.index() : taken.nextClearBit(0);
      taken.set(index);
      boolean same =
          known != null && known.node().equals(node) && Objects.equals(known.person(), person);
      next.add(same ? known : Device.of(index, node, person));
    }
    return new Directory(next, everybody.values(), providers);
  }

  private void index(Person person) {
    people.put(person.id(), person);
    Set<String> logins = new TreeSet<>();
    logins.add((person.name() + "@").toLowerCase(Locale.ROOT));
    if (!person.email().isEmpty()) {
      logins.add(person.email().toLowerCase(Locale.ROOT));
    }
    logins.forEach(login -> byLogin.computeIfAbsent(login, l -> new ArrayList<>()).add(person));
  }

  private void index(Device device) {
    byId.put(device.id(), device);
    device.addresses().forEach(address -> byAddress.put(address, device));
    device.tags().forEach(tag -> byTag.computeIfAbsent(tag, t -> new ArrayList<>()).add(device));
    if (device.person() != null) {
      byUser.computeIfAbsent(device.person().id(), u -> new ArrayList<>()).add(device);
    }
  }

  /// The domains of the tailnet's owners; where no user is known as owner, that of the first user.
  private Set<String> ownDomains() {
    Set<String> found = new TreeSet<>();
    people.values().stream()
        .filter(person -> person.roles().contains(Role.OWNER))
        .forEach(person -> person.domain().ifPresent(found::add));
    if (found.isEmpty()) {
      people.values().stream().findFirst().flatMap(Person::domain).ifPresent(found::add);
    }
    return found;
  }

  /// All devices, ordered by id.
  public List<Device> devices() {
    return devices;
  }

  /// The device with an index that some device of this directory has.
  public Device at(int index) {
    Device device = slots.get(index);
    if (device == null) {
      throw new IllegalArgumentException("no device has the index " + index);
    }
    return device;
  }

  /// The indexes of all devices.
  public BitSet everyIndex() {
    BitSet all = new BitSet();
    devices.forEach(device -> all.set(device.index()));
    return all;
  }

  /// The indexes of the devices that are not the same here as in an earlier directory of the same
  /// tailnet: new, gone or changed.
  public BitSet changedSince(Directory earlier) {
    BitSet changed = new BitSet();
    int end = Math.max(slots.size(), earlier.slots.size());
    for (int i = 0; i < end; i++) {
      Device now = i < slots.size() ? slots.get(i) : null;
      Device before = i < earlier.slots.size() ? earlier.slots.get(i) : null;
      changed.set(i, !Objects.equals(now, before));
    }
    return changed;
  }

  /// Whether the same people are here, with the same logins and roles.
  public boolean hasPeopleOf(Directory other) {
    return people.equals(other.people);
  }

  /// The device with an index, if any has it.
  public Optional<Device> find(int index) {
    return index < slots.size() ? Optional.ofNullable(slots.get(index)) : Optional.empty();
  }

  /// All users, ordered by id.
  public List<Person> people() {
    return List.copyOf(people.values());
  }

  public Optional<Device> device(NodeId id) {
    return Optional.ofNullable(byId.get(id));
  }

  public Optional<Device> device(IpAddress address) {
    return Optional.ofNullable(byAddress.get(address));
  }

  /// The devices that have an address within a range; one with two of them is there twice.
  public Collection<Device> holders(AddressRange range) {
    return byAddress.subMap(range.first(), true, range.last(), true).values();
  }

  /// The untagged devices of a user.
  public List<Device> devicesOf(Person person) {
    return byUser.getOrDefault(person.id(), List.of());
  }

  public List<Device> devicesTagged(TagName tag) {
    return byTag.getOrDefault(tag, List.of());
  }

  public Optional<Person> person(UserId id) {
    return Optional.ofNullable(people.get(id));
  }

  /// The user of a login (`alice@example.com`, or `alice@` by name), letter case aside.
  ///
  /// Two users of one login are nobody: a rule must not reach further than its author meant.
  public Optional<Person> person(String login) {
    List<Person> found = byLogin.getOrDefault(login.toLowerCase(Locale.ROOT), List.of());
    return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
  }

  /// Whether more than one user has that login.
  public boolean isAmbiguous(String login) {
    return byLogin.getOrDefault(login.toLowerCase(Locale.ROOT), List.of()).size() > 1;
  }

  /// The domains that belong to the tailnet, in lower case: those that `user:*@DOMAIN` and
  /// `localpart:*@DOMAIN` may name.
  public Set<String> domains() {
    return domains;
  }

  /// The groups that identity providers keep: those that a provider of the tailnet is mapped to,
  /// and those that somebody is in.
  public Set<String> groups() {
    return groups;
  }

  /// Who is in a group by what an identity provider said.
  public Stream<Person> membersOf(String group) {
    return groups.contains(group)
        ? people.values().stream().filter(person -> person.groups().contains(group))
        : Stream.empty();
  }
}
