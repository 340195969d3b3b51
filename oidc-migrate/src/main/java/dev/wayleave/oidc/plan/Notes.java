package dev.wayleave.oidc.plan;

import dev.wayleave.oidc.person.Person;
import dev.wayleave.oidc.spelling.Spelling;
import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.plan.Labels;
import dev.wayleave.tailnet.model.Identity;
import dev.wayleave.tailnet.model.Role;
import dev.wayleave.tailnet.model.User;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Collects what people should know about the identities of a plan.
final class Notes {
  private static final String LEAVE = "or list the user in --leave.";

  private final PlanRequest request;
  private final Spelling spelling;
  private final List<Finding> findings = new ArrayList<>();

  Notes(PlanRequest request, Spelling spelling) {
    this.request = request;
    this.spelling = spelling;
  }

  List<Finding> findings() {
    return List.copyOf(findings);
  }

  void add(Finding finding) {
    findings.add(finding);
  }

  void about(Outcome outcome) {
    User user = outcome.slot().account().user();
    String object = Labels.object(user);
    if (outcome.left()) {
      left(outcome, object);
      return;
    }
    switch (outcome.resolution()) {
      case Resolution.To to -> disabled(object, to.person());
      case Resolution.Already already -> disabled(object, already.person());
      case Resolution.Expected expected -> expected(expected, user, object);
      case Resolution.Ambiguous(String how, String remedy) ->
          add(Finding.blocker("IDENTITY_AMBIGUOUS", object, sentence(how), or(remedy)));
      case Resolution.Unmatched(String how, String remedy) ->
          add(Finding.blocker("IDENTITY_UNMATCHED", object, sentence(how), or(remedy)));
      case Resolution.Collision collision ->
          add(
              Finding.blocker(
                  "IDENTITY_COLLISION",
                  object,
                  "\"%s\" would be two users' (%s)."
                      .formatted(collision.identity().identifier(), collision.how()),
                  "Merge the users if they are one person, correct the map, " + LEAVE));
      case Resolution.Stays(String how) -> stays(outcome, object, how);
    }
  }

  private static String or(String remedy) {
    return remedy.contains("--leave")
        ? remedy
        : remedy.substring(0, remedy.length() - 1) + ", " + LEAVE;
  }

  private static String sentence(String clause) {
    return clause.substring(0, 1).toUpperCase(Locale.ROOT) + clause.substring(1) + ".";
  }

  private void left(Outcome outcome, String object) {
    boolean fine = outcome.resolution() instanceof Resolution.Already;
    if (!fine) {
      add(
          Finding.info(
              "IDENTITY_LEFT",
              object,
              "The user stays as it is, as was asked; logins at the new provider will not find it.",
              "Nothing, if that is what is wanted."));
    }
  }

  private void stays(Outcome outcome, String object, String how) {
    if (request.mapsAnything() && outcome.slot().identity() != null) {
      add(
          Finding.info(
              "IDENTITY_OF_OTHER_ISSUER",
              object,
              "\"%s\" stays: it is %s.".formatted(outcome.slot().identity().identifier(), how),
              "Name the user in --map if it is to change too."));
    }
  }

  /// An old issuer that nobody has is a slip, as is one that was changed already; then nothing
  /// would change, and nobody would be told why.
  void nobodysIssuer(List<Outcome> outcomes, Predicate<Slot> isOfOld) {
    String from = request.providers().from();
    List<Outcome> known =
        outcomes.stream().filter(outcome -> outcome.slot().identity() != null).toList();
    boolean ignored =
        known.stream().anyMatch(one -> !one.left() && one.resolution() instanceof Resolution.Stays);
    if (from == null || !ignored || known.stream().anyMatch(one -> isOfOld.test(one.slot()))) {
      return;
    }
    boolean changedBefore =
        known.stream()
            .anyMatch(one ->
                one.resolution() instanceof Resolution.Already || (one.changes() && !one.remaps()));
    add(
        new Finding(
            changedBefore ? Finding.Level.ACTION : Finding.Level.BLOCKER,
            "ISSUER_OF_NOBODY",
            "--from-issuer " + from,
            "No identity here is of the issuer \"%s\", for example \"%s\" is not."
                .formatted(from, example(known)),
            "Write --from-issuer as the old provider's tokens have it, or list in --leave who is to"
                + " stay."));
  }

  private static String example(List<Outcome> known) {
    return known.stream()
        .filter(one -> one.resolution() instanceof Resolution.Stays)
        .flatMap(one -> one.slot().pool().stream())
        .map(Identity::identifier)
        .findFirst()
        .orElse("");
  }

  private void disabled(String object, @Nullable Person person) {
    if (person != null && !person.enabled()) {
      add(
          Finding.info(
              "PERSON_DISABLED",
              object,
              "The new provider has " + person.label() + ", and does not let them log in.",
              "Enable them there if they are to go on."));
    }
  }

  private void expected(Resolution.Expected expected, User user, String object) {
    disabled(object, expected.person());
    if (spelling.rule() != null) {
      twoSteps(expected, user, object);
    } else if (request.matching().expectUntil() == null) {
      add(
          Finding.blocker(
              "EXPECTATION_WITHOUT_END",
              object,
              "The subject becomes known at the first login, and how long that is waited for was"
                  + " not said.",
              "Say it with --expect-days, " + LEAVE));
    } else {
      add(
          Finding.action(
              "IDENTITY_EXPECTED",
              object,
              "The first login at the new provider that proves %s \"%s\" until %s becomes this user's."
                  .formatted(expected.claim(), expected.value(), request.matching().expectUntil()),
              "Have the person log in before that."));
    }
    notMember(user, object);
  }

  private void notMember(User user, String object) {
    boolean admin = user.roles().stream().anyMatch(role -> role != Role.MEMBER);
    if (admin && spelling.rule() == null) {
      add(
          Finding.action(
              "EXPECTED_WITH_ROLE",
              object,
              "Whoever proves the claim first gets the user's rights in the administration.",
              "Give the subject itself in --map if it can be found out."));
    }
  }

  /// Headscale finds users by the identifier alone and cannot be told to wait for one.
  private void twoSteps(Resolution.Expected expected, User user, String object) {
    add(
        Finding.action(
            "IDENTITY_EXPECTED",
            object,
            "Headscale has to know the subject, and it becomes known at the first login that proves"
                + " %s \"%s\".".formatted(expected.claim(), expected.value()),
            "Switch the provider, then have the person log in once with a device or profile that is"
                + " not in the tailnet yet, which makes a second user; before Headscale starts the"
                + " next time, run wayleave oidc apply with --merge user:%s=user:NEW, which gives"
                    .formatted(user.id())
                + " this user the new identifier and takes the second one away."));
  }

  void unused(List<MapLine> lines) {
    if (!lines.isEmpty()) {
      MapLine first = lines.getFirst();
      add(
          Finding.info(
              "MAP_LINES_UNUSED",
              "map",
              "%d lines name nobody here, the first of them \"%s\" (%s)."
                  .formatted(lines.size(), first.old(), first.place()),
              "Nothing, if those people never were here; else correct the column old."));
    }
  }

  void leaveUnclear(String word, int users) {
    add(
        Finding.blocker(
            "LEAVE_UNCLEAR",
            "--leave " + word,
            users == 0 ? "It names no user." : "It names " + users + " users.",
            "Write user:ID or the whole identifier."));
  }

  void mergeUnclear(String word, int users) {
    add(
        Finding.blocker(
            "MERGE_UNCLEAR",
            "--merge " + word,
            "\"%s\" names %s.".formatted(word, users == 0 ? "no user" : users + " users"),
            "Write user:ID or the whole identifier."));
  }

  void mergeRefused(User gone, String why) {
    add(
        Finding.blocker(
            "MERGE_UNCLEAR",
            Labels.object(gone),
            sentence(why),
            "Take out the order that is wrong."));
  }
}
