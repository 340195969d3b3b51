package dev.wayleave.coordinator.login;

import dev.wayleave.coordinator.state.Refusal;
import dev.wayleave.tailnet.model.Tailnet;
import dev.wayleave.tailnet.model.User;
import dev.wayleave.tailnet.model.UserId;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Finds the user whom an administrator means by a number, a name or an e-mail address.
sealed interface UserNamed {
  Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,17}");

  /// This one.
  record Found(UserId id) implements UserNamed {}

  /// Nobody, or more than one.
  record Unclear(Refusal refusal) implements UserNamed {}

  static UserNamed find(Tailnet image, String text) {
    List<User> found = candidates(image, text.strip());
    if (found.size() == 1) {
      return new Found(found.getFirst().id());
    }
    String shown = "\"" + text.strip().replaceAll("\\p{Cntrl}", " ") + "\"";
    return new Unclear(
        found.isEmpty()
            ? new Refusal(Refusal.Reason.NOT_FOUND, "There is no user " + shown + ".")
            : new Refusal(
                Refusal.Reason.CONFLICT,
                found.size() + " users go by " + shown + "; name one by its number."));
  }

  /// The user whom the plane that the tailnet comes from called so.
  private static List<User> aliased(Tailnet image, String text) {
    return image.aliases().stream()
        .filter(alias -> alias.kind().equals("user") && alias.alias().equals(text))
        .filter(alias -> NUMBER.matcher(alias.id()).matches())
        .flatMap(alias -> image.user(new UserId(Long.parseLong(alias.id()))).stream())
        .distinct()
        .toList();
  }

  private static List<User> candidates(Tailnet image, String text) {
    Optional<User> numbered =
        NUMBER.matcher(text).matches()
            ? image.user(new UserId(Long.parseLong(text)))
            : Optional.empty();
    if (numbered.isPresent()) {
      return List.of(numbered.get());
    }
    Stream<User> named =
        image.users().stream()
            .filter(user ->
                !text.isEmpty()
                    && (user.name().equals(text) || user.email().equalsIgnoreCase(text)));
    List<User> found = named.toList();
    return found.isEmpty() ? aliased(image, text) : found;
  }
}
