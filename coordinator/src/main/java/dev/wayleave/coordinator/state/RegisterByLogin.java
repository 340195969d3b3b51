package dev.wayleave.coordinator.state;

import dev.wayleave.tailnet.model.IdentityProvider;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.RegisterMethod;
import dev.wayleave.tailnet.model.Tailnet;
import dev.wayleave.tailnet.model.TailnetChange;
import dev.wayleave.tailnet.model.User;
import java.util.ArrayList;
import java.util.List;

/// Lets a device in on which somebody has logged in at an identity provider, who becomes a user
/// where that is somebody new.
///
/// @param enabled the providers at which people can log in at this moment
public record RegisterByLogin(
    Registration device, ProvedLogin login, List<IdentityProvider> enabled, PolicyInForce policies)
    implements Command<RegisterByLogin.Admitted> {
  public RegisterByLogin {
    enabled = List.copyOf(enabled);
  }

  /// A device that is in, and whose it is.
  public record Admitted(Node node, User user, List<String> remarks) implements Remarked {
    public Admitted {
      remarks = List.copyOf(remarks);
    }
  }

  @Override
  public Decision<Admitted> decide(Tailnet image, Moment moment) {
    return switch (LoginTurn.anybody(image, moment, login, enabled)) {
      case LoginTurn.Refused(Refusal refusal) -> new Decision.Refused<>(refusal);
      case LoginTurn.In in -> admitted(in.on(image), moment, in);
    };
  }

  private Decision<Admitted> admitted(Tailnet image, Moment moment, LoginTurn.In in) {
    Right right =
        Right.of(in.user().id(), RegisterMethod.OIDC, false).lasting(LoginTerm.of(login, moment));
    return switch (new Admission(device, right, policies).decide(image, moment)) {
      case Decision.Accepted<Node> accepted -> {
        // The node first: it is what the audit log calls the object.
        List<TailnetChange.Edit> changes = new ArrayList<>(accepted.changes());
        changes.addAll(in.changes());
        yield new Decision.Accepted<>(
            changes, new Admitted(accepted.reply(), in.user(), in.remarks()));
      }
      case Decision.Bulk<Node> _ ->
          throw new AssertionError("a device is let in by changes, not by a bulk");
      case Decision.Refused<Node>(Refusal refusal) -> new Decision.Refused<>(refusal);
    };
  }

  @Override
  public String object() {
    return "identityProviders/" + login.provider().name();
  }
}
