package dev.wayleave.tailnet.policy.dialect;

import dev.wayleave.tailnet.model.User;
import dev.wayleave.tailnet.policy.directory.Directory;
import dev.wayleave.tailnet.policy.directory.Person;
import dev.wayleave.tailnet.policy.syntax.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Spells the users of a policy so that they mean the same people here.
final class UserWords {
  private final SourceWords words;
  private final SourceUsers users;
  private final Directory directory;
  private final StringEdits edits = new StringEdits();
  private final Map<String, String> rewritten = new LinkedHashMap<>();
  private final Map<String, PolicyWord> unknown = new LinkedHashMap<>();

  UserWords(SourceWords words, SourceUsers users, Directory directory) {
    this.words = words;
    this.users = users;
    this.directory = directory;
  }

  void rewrite(Json root) {
    PolicyWord.in(root).forEach(this::rewrite);
  }

  StringEdits edits() {
    return edits;
  }

  /// New spellings by old ones.
  Map<String, String> rewritten() {
    return rewritten;
  }

  /// The words that name no user, each where it stands first.
  Map<String, PolicyWord> unknown() {
    return unknown;
  }

  private void rewrite(PolicyWord at) {
    String word = at.word();
    SourceKind kind = SourceKind.of(word, words);
    boolean member = at.role() == PolicyWord.Role.MEMBER;
    if (word.isEmpty() || (member ? word.startsWith("group:") : !isName(kind))) {
      return;
    }
    Optional<User> user = member ? users.member(word) : users.find(word);
    String spelling = user.map(found -> spelling(word, found)).orElseGet(() -> nobody(word));
    if (user.isEmpty()) {
      unknown.putIfAbsent(word, at);
    }
    if (!spelling.equals(word)) {
      edits.replace(at.at(), at.with(spelling));
      rewritten.put(word, spelling);
    }
  }

  private static boolean isName(SourceKind kind) {
    return switch (kind) {
      case USER, UNKNOWN -> true;
      case EVERYTHING, GROUP, TAG, AUTOGROUP, HOST, ADDRESS -> false;
    };
  }

  /// A login here has an `@`; a word that named nobody still names nobody with it.
  private static String nobody(String word) {
    return word.contains("@") || word.contains(":") || word.contains("/") ? word : word + "@";
  }

  /// The word itself where it means that user here, else their name or e-mail address.
  private String spelling(String word, User user) {
    return Stream.of(word, user.name() + "@", user.email())
        .filter(UserWords::isLogin)
        .filter(login -> means(login, user))
        .findFirst()
        .orElseGet(() -> isLogin(word) || user.name().isEmpty() ? word : user.name() + "@");
  }

  private boolean means(String login, User user) {
    return directory.person(login).map(Person::id).filter(user.id()::equals).isPresent();
  }

  /// What the reader takes for a login: an `@` that is not the first character, and nothing that
  /// belongs to other selectors.
  private static boolean isLogin(String text) {
    return text.indexOf('@') > 0 && text.chars().noneMatch(c -> c == ':' || c == '/');
  }
}
