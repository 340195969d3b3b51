package dev.wayleave.tailnet.policy.language;

import dev.wayleave.tailnet.model.TagName;
import dev.wayleave.tailnet.policy.address.AddressRange;
import dev.wayleave.tailnet.policy.syntax.Position;
import java.util.Optional;

/// Reads a word that stands for users, devices or addresses.
///
/// Which of them may stand in which place is the question of [Place].
public final class SelectorReader {
  private static final String DOMAIN = "user:*@";

  private final Names names;
  private final TailnetFacts facts;

  SelectorReader(Names names, TailnetFacts facts) {
    this.names = names;
    this.facts = facts;
  }

  /// A reader of words that were written for the given policy.
  public static SelectorReader of(Policy policy) {
    return new SelectorReader(Names.of(policy), TailnetFacts.UNKNOWN);
  }

  /// What the word stands for, or nothing where it has no meaning in this policy.
  public Optional<Selector> parse(String text, Position at) {
    try {
      return Optional.of(read(text, at));
    } catch (Refusal refusal) {
      return Optional.empty();
    }
  }

  Names names() {
    return names;
  }

  Selector read(String word, Position at) throws Refusal {
    String text = word.strip();
    if (text.equals("*")) {
      return new Selector.Everything(at);
    }
    if (text.startsWith("autogroup:")) {
      return AutoGroup.of(text)
          .map(group -> new Selector.Auto(at, group))
          .orElseThrow(() -> new Refusal("autogroup not found: " + Quoted.of(text)));
    }
    if (text.startsWith("group:")) {
      return group(text, at);
    }
    if (text.regionMatches(true, 0, TagName.PREFIX, 0, TagName.PREFIX.length())) {
      return names
          .tag(text)
          .map(tag -> new Selector.Tag(at, new TagName(tag)))
          .orElseThrow(() -> new Refusal("tag not found: " + Quoted.of(text)));
    }
    if (text.startsWith("ipset:")) {
      return names
          .ipSet(text)
          .map(set -> new Selector.IpSet(at, set))
          .orElseThrow(() -> new Refusal("ipset not found: " + Quoted.of(text)));
    }
    if (text.startsWith("svc:")) {
      return service(text, at);
    }
    if (text.startsWith(DOMAIN)) {
      return new Selector.Domain(at, associated(text.substring(DOMAIN.length()), facts));
    }
    Optional<String> host = names.host(text);
    if (host.isPresent()) {
      return new Selector.Host(at, host.get());
    }
    return isLogin(text) ? new Selector.Login(at, text) : address(text, at);
  }

  /// Groups named `group:NAME@DOMAIN` are kept by an identity provider, not by the policy; so are
  /// those that a provider's groups are mapped to.
  private Selector group(String text, Position at) throws Refusal {
    Optional<String> defined = names.group(text).or(() -> facts.group(text));
    if (defined.isEmpty() && text.indexOf('@') < 0) {
      throw new Refusal("group not found: " + Quoted.of(text));
    }
    return new Selector.Group(at, defined.orElse(text));
  }

  private static Selector service(String text, Position at) throws Refusal {
    if (text.equals("svc:")) {
      throw new Refusal(Quoted.of(text) + ": a service has a name after 'svc:'");
    }
    return new Selector.Service(at, text);
  }

  /// The domain, where `user:*@DOMAIN` and `localpart:*@DOMAIN` may name it.
  static String associated(String domain, TailnetFacts facts) throws Refusal {
    if (!facts.mayName(domain)) {
      throw new Refusal(
          Quoted.cut(domain)
              + " is not associated with this Tailnet and cannot be used in user:*@<domain>"
              + " expressions");
    }
    return domain;
  }

  /// Whether the text is a login: `alice@example.com`, `alice@github`, and `alice@` as Headscale
  /// has it.
  static boolean isLogin(String text) {
    return text.indexOf('@') > 0 && text.indexOf(':') < 0 && text.indexOf('/') < 0;
  }

  static Selector.Address address(String text, Position at) throws Refusal {
    AddressRange range = range(text);
    return new Selector.Address(at, range.toString(), range);
  }

  /// Reads an address, a prefix (its host bits are dropped) or a range.
  static AddressRange range(String text) throws Refusal {
    try {
      return AddressRange.parse(text);
    } catch (IllegalArgumentException e) {
      throw new Refusal(Quoted.of(text) + ": invalid address");
    }
  }
}
