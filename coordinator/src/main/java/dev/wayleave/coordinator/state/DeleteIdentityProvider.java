package dev.wayleave.coordinator.state;

import dev.wayleave.tailnet.model.IdentityProvider;
import dev.wayleave.tailnet.model.ServerSettings;
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
    if (hidesImported(image)) {
      return Decision.refused(
          Refusal.Reason.CONFLICT,
          "Behind this provider stands the one that was imported with the server's settings, which"
              + " would be on again, with its old secret; disable it instead.");
    }
    List<TailnetChange.Edit> edits = new ArrayList<>(List.of(new TailnetChange.Removed(provider)));
    SetIdentityProvider.held(image, name).map(TailnetChange.Removed::new).ifPresent(edits::add);
    Disowned.edits(image, name, null).forEach(edits::add);
    return new Decision.Accepted<>(edits, provider);
  }

  private boolean hidesImported(Tailnet image) {
    return name.equals(IdentityProvider.HEADSCALES)
        && image.server().map(ServerSettings::oidc).isPresent();
  }

  @Override
  public String object() {
    return "identityProviders/" + name;
  }
}
