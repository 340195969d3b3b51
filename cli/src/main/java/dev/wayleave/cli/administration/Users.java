package dev.wayleave.cli.administration;

import dev.wayleave.api.Problem;
import dev.wayleave.api.UserView;
import dev.wayleave.api.client.AdministrationClient;
import dev.wayleave.api.client.ApiException;
import dev.wayleave.cli.terminal.CommandException;
import dev.wayleave.cli.terminal.SafeText;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Finds the user that somebody means by an id, a name or an e-mail address, or by the id that the
/// user had on another plane.
public final class Users {
  private static final Set<Integer> UNKNOWN = Set.of(400, 404);

  private final List<UserView> users;

  public Users(List<UserView> users) {
    this.users = List.copyOf(users);
  }

  /// The one user of that id; else of that name; else of that address; else whom the coordinator
  /// knows to have had that id elsewhere.
  public UserView find(AdministrationClient client, String text)
      throws CommandException, ApiException {
    for (Predicate<UserView> means :
        List.<Predicate<UserView>>of(
            user -> Long.toString(user.id()).equals(text),
            user -> user.name().equals(text),
            user -> !text.isEmpty() && user.email().equalsIgnoreCase(text))) {
      List<UserView> meant = users.stream().filter(means).toList();
      if (!meant.isEmpty()) {
        return only(text, meant);
      }
    }
    if (text.isEmpty()) {
      throw new CommandException(unknown(text));
    }
    try {
      return client.user(text);
    } catch (ApiException e) {
      // What is no id at all is answered as a request that is wrong.
      if (e.problem().map(Problem::status).filter(UNKNOWN::contains).isPresent()) {
        throw new CommandException(unknown(text), e);
      }
      throw e;
    }
  }

  private static String unknown(String text) {
    return "there is no user \"%s\"; \"wayleave users list\" shows who there is."
        .formatted(SafeText.line(text, 80));
  }

  private static UserView only(String text, List<UserView> meant) throws CommandException {
    if (meant.size() > 1) {
      throw new CommandException(
          "\"%s\" means several users (ids %s); name one by its id."
              .formatted(
                  SafeText.line(text, 80),
                  meant.stream()
                      .map(user -> Long.toString(user.id()))
                      .collect(Collectors.joining(", "))));
    }
    return meant.getFirst();
  }

  /// What tables call a user.
  public String label(@Nullable Long id) {
    return users.stream()
        .filter(user -> Objects.equals(user.id(), id))
        .map(Users::label)
        .findFirst()
        .orElse(id == null ? "-" : id.toString());
  }

  /// The name, else the e-mail address, else the id.
  public static String label(UserView user) {
    if (!user.name().isEmpty()) {
      return user.name();
    }
    return user.email().isEmpty() ? Long.toString(user.id()) : user.email();
  }
}
