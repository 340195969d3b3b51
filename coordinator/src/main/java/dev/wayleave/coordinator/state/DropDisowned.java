package dev.wayleave.coordinator.state;

import dev.wayleave.tailnet.model.IdentityProvider;
import dev.wayleave.tailnet.model.Tailnet;
import dev.wayleave.tailnet.model.TailnetChange;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Takes from all users the groups and roles that their providers give no more, and answers from
/// how many.
///
/// @param file the providers that stand in the file of providers, which has the last word on a
///   name; those of the tailnet are read in the writer's turn
/// @param former what stood in the file before; nothing where that is not known
public record DropDisowned(Map<String, IdentityProvider> file, Map<String, IdentityProvider> former)
    implements Command<Integer> {
  public DropDisowned {
    file = Map.copyOf(file);
    former = Map.copyOf(former);
  }

  public DropDisowned(Map<String, IdentityProvider> file) {
    this(file, Map.of());
  }

  /// Whether anybody has what is given no more.
  public boolean isNeeded(Tailnet image) {
    return !edits(image).isEmpty();
  }

  @Override
  public Decision<Integer> decide(Tailnet image, Moment moment) {
    List<TailnetChange.Edit> edits = edits(image);
    return new Decision.Accepted<>(edits, edits.size());
  }

  /// The provider of an imported configuration gives nobody anything.
  private List<TailnetChange.Edit> edits(Tailnet image) {
    return Disowned.edits(
            image,
            name -> Optional.ofNullable(file.get(name)).or(() -> image.identityProvider(name)),
            name -> Optional.ofNullable(former.get(name)))
        .toList();
  }

  @Override
  public String object() {
    return "identityProviders";
  }
}
