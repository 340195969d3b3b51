package dev.wayleave.oidc.policy;

import dev.wayleave.tailnet.identity.ProviderIdentifier;
import dev.wayleave.tailnet.identity.rewrite.Holdings;
import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.model.User;
import dev.wayleave.tailnet.model.UserId;
import dev.wayleave.tailnet.policy.dialect.PolicyEngine;
import dev.wayleave.tailnet.policy.dialect.PolicyUsers;
import dev.wayleave.tailnet.policy.dialect.PolicyUsers.Mention;
import dev.wayleave.tailnet.policy.syntax.PolicySyntaxException;
import dev.wayleave.tailnet.policy.syntax.PolicyText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Holds what the words of a policy mean before the changes against what they mean after them, and
/// after everybody has logged in once: a login brings name and address from the new provider.
public final class PolicyCheck {
  private static final String OBJECT = "policy";

  private final ProviderIdentifier.@Nullable Rule rule;
  private final List<User> before;
  private final List<User> after;
  private final List<User> later;
  private final UnaryOperator<UserId> survivors;
  private final Set<UserId> touched;
  private final boolean rewriting;
  private final List<Finding> findings = new ArrayList<>();
  private final List<PolicyReview.Word> words = new ArrayList<>();
  private final Map<Mention, String> replacements = new LinkedHashMap<>();

  /// @param after users when the changes are made
  /// @param later users when they have logged in at the new provider
  /// @param survivors who a user is after the changes
  /// @param touched users whom the changes are about
  public PolicyCheck(
      Holdings holdings,
      List<User> after,
      List<User> later,
      UnaryOperator<UserId> survivors,
      Set<UserId> touched,
      boolean rewriting) {
    this.rule = holdings.rule();
    this.before = holdings.holders().stream().map(holder -> holder.user()).toList();
    this.after = List.copyOf(after);
    this.later = List.copyOf(later);
    this.survivors = survivors;
    this.touched = Set.copyOf(touched);
    this.rewriting = rewriting;
  }

  /// What people should know, once [#review] was asked.
  public List<Finding> findings() {
    return List.copyOf(findings);
  }

  /// Looks at a text.
  ///
  /// @param policy null where the store has none
  public PolicyReview review(@Nullable String policy) {
    if (policy == null || policy.isBlank()) {
      return PolicyReview.NOTHING;
    }
    PolicyText text;
    try {
      text = PolicyText.parse(policy);
    } catch (PolicySyntaxException e) {
      findings.add(
          Finding.action(
              "POLICY_UNREADABLE",
              OBJECT,
              "Whom the policy names cannot be told: " + e.describe() + ".",
              "Correct the text, or look through it by hand."));
      return PolicyReview.NOTHING;
    }
    PolicyUsers users = new PolicyUsers(engine(), text);
    Times times = new Times(users.among(before), users.among(after), users.among(later));
    users.mentions().forEach(mention -> look(users, times, mention));
    DomainWords.of(text.root(), before, later).forEach(findings::add);
    if (replacements.isEmpty()) {
      return new PolicyReview(words, null, "");
    }
    String rewritten = users.replaced(replacements);
    return new PolicyReview(words, rewritten, LineDiff.of(policy, rewritten));
  }

  /// Engines of one rule look users up in one way.
  private @Nullable PolicyEngine engine() {
    return switch (rule) {
      case null -> null;
      case PLAIN -> PolicyEngine.V0_24;
      case JOINED -> PolicyEngine.V0_26;
      case CONCATENATED -> PolicyEngine.V0_29;
    };
  }

  private void look(PolicyUsers users, Times times, Mention mention) {
    List<User> several = times.before().meant(mention.word());
    Set<UserId> meant = people(several);
    Set<UserId> now = people(times.after().meant(mention.word()));
    Set<UserId> then = people(times.later().meant(mention.word()));
    if (several.size() > 1 && now.size() == 1 && now.equals(then)) {
      Set<UserId> ids =
          several.stream().map(User::id).collect(Collectors.toCollection(TreeSet::new));
      words.add(word(mention, ids, then, null));
      return;
    }
    if (now.size() > 1 && meant.equals(now)) {
      ambiguous(mention, meant);
    } else if (!meant.equals(now) || !meant.equals(then)) {
      changed(users, times, mention, meant, now, then);
    }
  }

  private void ambiguous(Mention mention, Set<UserId> meant) {
    words.add(word(mention, meant, meant, null));
    boolean stops = rule == ProviderIdentifier.Rule.CONCATENATED;
    boolean blocks = stops && meant.stream().anyMatch(touched::contains);
    findings.add(
        new Finding(
            blocks ? Finding.Level.BLOCKER : Finding.Level.ACTION,
            "POLICY_WORD_AMBIGUOUS",
            object(mention),
            "It means the users %s%s."
                .formatted(
                    list(meant),
                    stops ? ", and Headscale does not start with that" : ", and so nobody"),
            "Merge them if they are one person, rename one, or write an e-mail address in the"
                + " policy."));
  }

  private void changed(
      PolicyUsers users,
      Times times,
      Mention mention,
      Set<UserId> meant,
      Set<UserId> now,
      Set<UserId> then) {
    String proposed = meant.size() == 1 ? proposed(users, times, meant.iterator().next()) : null;
    words.add(word(mention, meant, meant.equals(now) ? then : now, proposed));
    if (proposed != null && rewriting) {
      replacements.put(mention, proposed);
      return;
    }
    boolean atOnce = !meant.equals(now);
    findings.add(
        new Finding(
            atOnce ? Finding.Level.BLOCKER : Finding.Level.ACTION,
            "POLICY_WORD_CHANGES",
            object(mention),
            "It means %s, and %s %s."
                .formatted(
                    people(meant, "nobody"),
                    atOnce ? "with the changes" : "once everybody has logged in",
                    people(atOnce ? now : then, "nobody")),
            proposed == null
                ? "Write in the policy whom it is to mean, after the changes."
                : "Have it written as \"%s\" with --rewrite-policy, or do so by hand."
                    .formatted(proposed)));
  }

  /// A word that means the user now and later; nothing where there is none.
  private @Nullable String proposed(PolicyUsers users, Times times, UserId id) {
    Set<UserId> only = Set.of(id);
    return after.stream()
        .filter(user -> user.id().equals(id))
        .flatMap(user -> users.words(user).stream())
        .filter(word -> people(times.after().meant(word)).equals(only))
        .filter(word -> people(times.later().meant(word)).equals(only))
        .findFirst()
        .orElse(null);
  }

  private Set<UserId> people(List<User> some) {
    return some.stream()
        .map(user -> survivors.apply(user.id()))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static PolicyReview.Word word(
      Mention mention, Set<UserId> before, Set<UserId> after, @Nullable String proposed) {
    return new PolicyReview.Word(
        mention.at().toString(), mention.word(), List.copyOf(before), List.copyOf(after), proposed);
  }

  private static String object(Mention mention) {
    return "%s, %s: \"%s\"".formatted(OBJECT, mention.at(), mention.word());
  }

  private static String people(Set<UserId> some, String none) {
    return some.isEmpty() ? none : (some.size() == 1 ? "user " : "users ") + list(some);
  }

  private static String list(Set<UserId> some) {
    return some.stream().map(UserId::toString).collect(Collectors.joining(" and "));
  }

  /// The users at the three times at which a word has to mean the same.
  private record Times(
      PolicyUsers.Readership before, PolicyUsers.Readership after, PolicyUsers.Readership later) {}
}
