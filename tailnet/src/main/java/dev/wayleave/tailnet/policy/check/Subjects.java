package dev.wayleave.tailnet.policy.check;

import dev.wayleave.tailnet.model.TagName;
import dev.wayleave.tailnet.policy.address.AddressRange;
import dev.wayleave.tailnet.policy.directory.Device;
import dev.wayleave.tailnet.policy.directory.Resolver;
import dev.wayleave.tailnet.policy.directory.Selection;
import dev.wayleave.tailnet.policy.language.AutoGroup;
import dev.wayleave.tailnet.policy.language.Policy;
import dev.wayleave.tailnet.policy.language.Selector;
import dev.wayleave.tailnet.policy.syntax.Position;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Reads the words of tests.
///
/// A test speaks of definite things: as documented, neither prefixes nor `*` are understood, and as
/// recorded, a name that nobody has fails the test, whatever it asserts.
record Subjects(Resolver resolver) {
  private static final String USER_DOMAIN = "user:*@";

  /// What a word stands for.
  ///
  /// @param at where the test stands
  Subject read(String text, Position at) {
    String word = text.strip();
    if (word.isEmpty()) {
      return new Subject.Unusable("a name is missing");
    }
    return selector(word, at)
        .<Subject>map(selector -> subject(selector, word))
        .orElseGet(() -> new Subject.Unusable("\"" + word + "\" is unknown"));
  }

  /// What a word is, and nothing where it is unknown.
  private Optional<Selector> selector(String word, Position at) {
    Policy policy = resolver.policy();
    if (word.startsWith("autogroup:")) {
      return AutoGroup.of(word).map(group -> new Selector.Auto(at, group));
    }
    if (word.startsWith("group:")) {
      return some(policy.groups().containsKey(word), new Selector.Group(at, word));
    }
    if (word.startsWith(TagName.PREFIX)) {
      return tag(word, at);
    }
    if (word.startsWith("ipset:")) {
      return some(policy.ipSets().containsKey(word), new Selector.IpSet(at, word));
    }
    if (word.startsWith("svc:")) {
      return Optional.of(new Selector.Service(at, word));
    }
    if (word.startsWith(USER_DOMAIN)) {
      return domain(word.substring(USER_DOMAIN.length()), at);
    }
    if (word.equals("*")) {
      return Optional.of(new Selector.Everything(at));
    }
    if (word.contains("@")) {
      return some(resolver.directory().person(word).isPresent(), new Selector.Login(at, word));
    }
    return policy.hosts().containsKey(word)
        ? Optional.of(new Selector.Host(at, word))
        : address(word, at);
  }

  private static Optional<Selector> some(boolean known, Selector selector) {
    return known ? Optional.of(selector) : Optional.empty();
  }

  private Optional<Selector> tag(String word, Position at) {
    if (word.length() == TagName.PREFIX.length()) {
      return Optional.empty();
    }
    TagName tag = new TagName(word);
    return some(resolver.policy().tagOwners().containsKey(tag), new Selector.Tag(at, tag));
  }

  private Optional<Selector> domain(String domain, Position at) {
    return some(
        resolver.directory().domains().contains(domain.toLowerCase(Locale.ROOT)),
        new Selector.Domain(at, domain));
  }

  private static Optional<Selector> address(String word, Position at) {
    try {
      return Optional.of(new Selector.Address(at, word, AddressRange.parse(word)));
    } catch (IllegalArgumentException _) {
      // Any other text is a name, and one that nobody has given.
      return Optional.empty();
    }
  }

  private Subject subject(Selector selector, String word) {
    if (selector instanceof Selector.Address && word.contains("/")) {
      return new Subject.Unusable("\"" + word + "\" is a prefix; a test takes one address");
    }
    return switch (resolver.resolve(selector)) {
      case Selection.Devices(List<Device> devices) when devices.isEmpty() ->
          new Subject.Unusable("\"" + word + "\" has no device");
      case Selection.Devices(List<Device> devices) -> new Subject.OfDevices(devices);
      case Selection.Addresses(var ranges, _)
          when ranges.size() == 1 && ranges.getFirst().isSingle() ->
          new Subject.OfAddress(ranges.getFirst().first());
      case Selection.Addresses _ ->
          new Subject.Unusable("\"" + word + "\" is not one address; a test takes one");
      case Selection.Everything _, Selection.AnyAddress _ ->
          new Subject.Unusable("\"" + word + "\" is everything; a test takes definite names");
      case Selection.Self _ -> new Subject.Self();
    };
  }
}
