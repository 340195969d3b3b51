package dev.wayleave.coordinator.api.v1alpha;

import dev.wayleave.api.IdText;
import dev.wayleave.coordinator.state.TailnetState;
import dev.wayleave.tailnet.model.Alias;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.NodeId;
import dev.wayleave.tailnet.model.PreAuthKeyId;
import dev.wayleave.tailnet.model.Tailnet;
import dev.wayleave.tailnet.model.UserId;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/// What the ids in requests mean: a number of here, else an id of the plane that it was imported
/// from, so that tools which hold those go on working.
@Singleton
final class Ids {
  /// The only tailnet of a coordinator.
  static final String TAILNET = "-";

  private final TailnetState state;

  Ids(TailnetState state) {
    this.state = state;
  }

  NodeId node(String text) {
    Tailnet image = state.image();
    Optional<NodeId> stable =
        isNumber(text)
            ? Optional.empty()
            : image.nodes().stream()
                .filter(node -> node.stableId().value().equals(text))
                .map(Node::id)
                .findFirst();
    return stable.orElseGet(
        () -> find(image, "node", text, NodeId::new, id -> image.node(id).isPresent()));
  }

  UserId user(String text) {
    Tailnet image = state.image();
    return find(image, "user", text, UserId::new, id -> image.user(id).isPresent());
  }

  UserId user(IdText named) {
    return user(named.text());
  }

  PreAuthKeyId preAuthKey(String text) {
    Tailnet image = state.image();
    return find(
        image, "pre-auth-key", text, PreAuthKeyId::new, id -> image.preAuthKey(id).isPresent());
  }

  /// What the tailnet was called where it came from.
  static List<String> tailnetAliases(Tailnet image) {
    return image.aliases().stream()
        .filter(alias -> alias.kind().equals("tailnet"))
        .map(Alias::alias)
        .distinct()
        .sorted()
        .toList();
  }

  /// An own number comes first; what is neither is taken for an own one, which is not there.
  private static <T> T find(
      Tailnet image, String kind, String text, Function<Long, T> id, Predicate<T> exists) {
    if (isNumber(text)) {
      T own = Input.id(text, id);
      if (exists.test(own)) {
        return own;
      }
    }
    Optional<String> here =
        image.aliases().stream()
            .filter(alias -> alias.kind().equals(kind) && alias.alias().equals(text))
            .map(Alias::id)
            .findFirst();
    return Input.id(here.orElse(text), id);
  }

  private static boolean isNumber(String text) {
    return text.length() < 19
        && !text.isEmpty()
        && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }
}
