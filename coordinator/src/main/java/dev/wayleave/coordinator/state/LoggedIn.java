package dev.wayleave.coordinator.state;

import dev.wayleave.tailnet.model.User;
import java.util.List;

/// What came of a login.
///
/// @param remarks what whoever reads the audit log should know of it
public record LoggedIn(User user, List<String> remarks) implements Remarked {
  public LoggedIn {
    remarks = List.copyOf(remarks);
  }
}
