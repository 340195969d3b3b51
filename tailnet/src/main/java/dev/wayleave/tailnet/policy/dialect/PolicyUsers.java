package dev.wayleave.tailnet.policy.dialect;

import dev.wayleave.tailnet.model.User;
import dev.wayleave.tailnet.policy.syntax.PolicyText;
import dev.wayleave.tailnet.policy.syntax.Position;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Tells whom the words of a policy's text mean, one of Headscale or one of ours, and puts other
/// words in their places.
///
/// It is asked with whatever users there are, so that one text can be read before and after they
/// change.
public final class PolicyUsers {
  private final @Nullable PolicyEngine engine;
  private final PolicyText text;

  /// @param engine of Headscale, since 0.24; null reads the text as it is read here
  public PolicyUsers(@Nullable PolicyEngine engine, PolicyText text) {
    this.engine = engine;
    this.text = text;
  }

  /// Every word that may name a user, in the order of the text.
  public List<Mention> mentions() {
    return PolicyWord.in(text.root()).stream()
        .filter(found -> mayBeUser(found.word()))
        .map(found -> new Mention(found.at().at(), found.word(), found))
        .sorted((one, other) -> one.at().compareTo(other.at()))
        .toList();
  }

  private boolean mayBeUser(String word) {
    boolean other =
        word.isEmpty()
            || word.equals("*")
            || Stream.of("group:", "tag:", "autogroup:", "ipset:", "svc:", "user:*@")
                .anyMatch(word::startsWith);
    return !other && (isByAnyName() || word.contains("@"));
  }

  private boolean isByAnyName() {
    return engine != null && engine.userNames() == PolicyEngine.UserNames.ANY;
  }

  /// The same words asked of some users.
  public Readership among(Collection<User> users) {
    return new Readership(users);
  }

  /// The words by which a policy may mean a user, the most lasting first.
  public List<String> words(User user) {
    List<String> words = new ArrayList<>();
    String end = isByAnyName() ? "" : "@";
    if (!user.email().isEmpty()) {
      words.add(user.email());
    }
    if (!user.name().isEmpty()) {
      words.add(user.name() + end);
    }
    if (engine != null) {
      user.identities().forEach(identity -> words.add(identity.identifier() + end));
    }
    return words;
  }

  /// The text with other words in the places of some; nothing else of it changes.
  public String replaced(Map<Mention, String> others) {
    StringEdits edits = new StringEdits();
    others.forEach(
        (mention, word) -> edits.replace(mention.found().at(), mention.found().with(word)));
    return edits.isEmpty() ? text.text() : edits.apply(text.text());
  }

  /// Some users, by the words that mean them.
  public final class Readership {
    private final Map<String, User> byIdentifier = new HashMap<>();
    private final Map<String, Set<User>> byWord = new HashMap<>();

    private Readership(Collection<User> users) {
      for (User user : users) {
        if (engine == null) {
          String email =
              user.email().isEmpty() && user.name().contains("@") ? user.name() : user.email();
          add((user.name() + "@").toLowerCase(Locale.ROOT), user);
          add(email.toLowerCase(Locale.ROOT), user);
        } else {
          user.identities().forEach(one -> byIdentifier.putIfAbsent(one.identifier(), user));
          add(user.name(), user);
          add(user.email(), user);
        }
      }
    }

    private void add(String word, User user) {
      if (!word.isEmpty()) {
        byWord.computeIfAbsent(word, _ -> new LinkedHashSet<>()).add(user);
      }
    }

    /// All whom a word may mean. More than one is nobody, and stops Headscale since 0.29 from
    /// starting.
    public List<User> meant(String word) {
      if (engine == null) {
        return List.copyOf(byWord.getOrDefault(word.toLowerCase(Locale.ROOT), Set.of()));
      }
      String name =
          !isByAnyName() && word.endsWith("@") ? word.substring(0, word.length() - 1) : word;
      User known = byIdentifier.get(name);
      return known != null ? List.of(known) : List.copyOf(byWord.getOrDefault(name, Set.of()));
    }
  }

  /// A word that may name a user.
  public static final class Mention {
    private final Position at;
    private final String word;
    private final PolicyWord found;

    Mention(Position at, String word, PolicyWord found) {
      this.at = at;
      this.word = word;
      this.found = found;
    }

    /// Where the string begins that it stands in.
    public Position at() {
      return at;
    }

    /// The word, without the ports that may follow it.
    public String word() {
      return word;
    }

    PolicyWord found() {
      return found;
    }
  }
}
