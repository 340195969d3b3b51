package dev.wayleave.tailnet.policy.dialect;

import dev.wayleave.tailnet.model.User;
import dev.wayleave.tailnet.policy.directory.Directory;
import dev.wayleave.tailnet.policy.directory.Person;
import dev.wayleave.tailnet.policy.syntax.Json;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Spells the users of a policy so that they mean the same people to an engine of Headscale.
final class TargetUsers {
  private final SourceUsers there;
  private final Directory directory;
  private final Map<Long, User> users = new HashMap<>();
  private final StringEdits edits = new StringEdits();

  TargetUsers(SourceUsers there, Directory directory, List<User> users) {
    this.there = there;
    this.directory = directory;
    users.forEach(user -> this.users.put(user.id().value(), user));
  }

  /// The replacements for a text with this root.
  StringEdits edits(Json root) {
    for (PolicyWord word : PolicyWord.in(root)) {
      if (word.word().equals("autogroup:members")) {
        edits.replace(word.at(), word.with("autogroup:member"));
      } else if (word.word().indexOf('@') > 0) {
        login(word);
      }
    }
    return edits;
  }

  private void login(PolicyWord word) {
    Optional<User> meant =
        directory
            .person(word.word())
            .map(Person::id)
            .flatMap(id -> Optional.ofNullable(users.get(id.value())));
    if (meant.isEmpty() || means(word.word(), meant.get())) {
      return;
    }
    spellings(meant.get())
        .filter(spelling -> means(spelling, meant.get()))
        .findFirst()
        .ifPresent(spelling -> edits.replace(word.at(), word.with(spelling)));
  }

  private static Stream<String> spellings(User user) {
    Stream<String> names = Stream.of(user.name() + "@", user.email());
    // A word with a colon would be taken apart where ports follow, but not before the last one.
    Stream<String> identifiers = user.identities().stream().map(one -> one.identifier() + "@");
    return Stream.concat(names, identifiers).filter(spelling -> spelling.indexOf('@') > 0);
  }

  private boolean means(String word, User user) {
    return there.find(word).map(User::id).filter(user.id()::equals).isPresent();
  }
}
