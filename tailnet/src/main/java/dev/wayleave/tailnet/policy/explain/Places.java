package dev.wayleave.tailnet.policy.explain;

import dev.wayleave.tailnet.model.TagName;
import dev.wayleave.tailnet.policy.address.AddressRange;
import dev.wayleave.tailnet.policy.directory.Device;
import dev.wayleave.tailnet.policy.directory.Directory;
import dev.wayleave.tailnet.policy.directory.Resolver;
import dev.wayleave.tailnet.policy.directory.Selection;
import dev.wayleave.tailnet.policy.language.AutoGroup;
import dev.wayleave.tailnet.policy.language.Selector;
import dev.wayleave.tailnet.policy.syntax.Position;
import java.util.List;
import java.util.Optional;

/// Understands the words by which people name devices and addresses: more than a policy does, since
/// names of nodes are no selectors.
final class Places {
  private static final Position NOWHERE = new Position(1, 1);

  private final Resolver resolver;
  private final Directory directory;

  Places(Resolver resolver) {
    this.resolver = resolver;
    this.directory = resolver.directory();
  }

  /// @throws PlaceException where nothing has that name
  Place find(String text) throws PlaceException {
    Optional<Place> named = node(text).or(() -> user(text));
    if (named.isPresent()) {
      return named.get();
    }
    Selector selector = selector(text);
    return switch (resolver.resolve(selector)) {
      case Selection.Devices(List<Device> devices) -> existing(text, devices);
      case Selection.Addresses(List<AddressRange> ranges, _) -> addresses(text, ranges);
      case Selection.Everything _, Selection.AnyAddress _ -> existing(text, directory.devices());
      case Selection.Self _ ->
          throw new PlaceException(
              "\"%s\" means something else for everyone; name a user.".formatted(text));
    };
  }

  private static Place existing(String text, List<Device> devices) throws PlaceException {
    if (devices.isEmpty()) {
      throw new PlaceException("\"%s\" has no device on this tailnet.".formatted(text));
    }
    return Place.of(text, devices);
  }

  /// An address of the tailnet is the device that has it.
  private Place addresses(String text, List<AddressRange> ranges) {
    List<Device> holders =
        ranges.stream()
            .filter(AddressRange::isSingle)
            .flatMap(range -> directory.device(range.first()).stream())
            .distinct()
            .toList();
    return holders.isEmpty() ? new Place(text, List.of(), ranges) : Place.of(text, holders);
  }

  /// A node by its name, with or without the tailnet's domain.
  private Optional<Place> node(String text) {
    String name = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    List<Device> found =
        directory.devices().stream().filter(device -> isCalled(device.name(), name)).toList();
    return found.isEmpty() ? Optional.empty() : Optional.of(Place.of(text, found));
  }

  private static boolean isCalled(String device, String name) {
    if (device.equalsIgnoreCase(name)) {
      return true;
    }
    boolean longer = name.length() > device.length() && name.charAt(device.length()) == '.';
    // A device may be called like the first number of an address.
    boolean address = Character.isDigit(name.charAt(0)) || name.indexOf(':') >= 0;
    return longer && !address && name.regionMatches(true, 0, device, 0, device.length());
  }

  private Optional<Place> user(String text) {
    return directory
        .person(text)
        .or(() -> directory.person(text + "@"))
        .map(person -> Place.of(text, directory.devicesOf(person)))
        .filter(place -> !place.devices().isEmpty());
  }

  private Selector selector(String text) throws PlaceException {
    if (text.equals("*")) {
      return new Selector.Everything(NOWHERE);
    }
    if (text.startsWith("tag:")) {
      return tag(text);
    }
    if (text.startsWith("group:") && resolver.policy().groups().containsKey(text)) {
      return new Selector.Group(NOWHERE, text);
    }
    if (text.startsWith("ipset:") && resolver.policy().ipSets().containsKey(text)) {
      return new Selector.IpSet(NOWHERE, text);
    }
    Optional<AutoGroup> group =
        AutoGroup.of(text.equals("internet") ? AutoGroup.INTERNET.text() : text);
    if (group.isPresent()) {
      return new Selector.Auto(NOWHERE, group.get());
    }
    if (resolver.policy().hosts().containsKey(text)) {
      return new Selector.Host(NOWHERE, text);
    }
    try {
      return new Selector.Address(NOWHERE, text, AddressRange.parse(text));
    } catch (IllegalArgumentException e) {
      throw unknown(text);
    }
  }

  private Selector tag(String text) throws PlaceException {
    try {
      return new Selector.Tag(NOWHERE, new TagName(text));
    } catch (IllegalArgumentException e) {
      throw unknown(text);
    }
  }

  private PlaceException unknown(String text) {
    if (directory.isAmbiguous(text) || directory.isAmbiguous(text + "@")) {
      return new PlaceException(
          "\"%s\" is the login of more than one user, so that rules take it for nobody."
              .formatted(text));
    }
    if (directory.person(text).or(() -> directory.person(text + "@")).isPresent()) {
      return new PlaceException("\"%s\" has no device on this tailnet.".formatted(text));
    }
    return new PlaceException(
        "\"%s\" is nothing on this tailnet: no node, user, tag, group, host or address."
            .formatted(text));
  }
}
