package dev.wayleave.coordinator.state;

import dev.wayleave.tailnet.model.IdentityProvider;
import dev.wayleave.tailnet.model.Tailnet;
import dev.wayleave.tailnet.model.TailnetChange;
import java.util.ArrayList;
import java.util.List;

/// Has nobody log in at a provider any more. Users keep their identities of it.
public record DeleteIdentityProvider(String name) implements Command<IdentityProvider> {
  @Override
  public Decision<IdentityProvider> decide(Tailnet image, Moment moment) {
    IdentityProvider provider = image.identityProvider(name).orElse(null);
    if (provider == null) {
      return Refusal.notFound("identity provider " + name);
    }
    List<TailnetChange.Edit> edits = new ArrayList<>(List.of(new TailnetChange.Removed(provider)));
    SetIdentityProvider.held(image, name).map(TailnetChange.Removed::new).ifPresent(edits::add);
    Disowned.edits(image, name, null).forEach(edits::add);
    return new Decision.Accepted<>(edits, provider);
  }

  @Override
  public String object() {
    return "identityProviders/" + name;
  }
}
