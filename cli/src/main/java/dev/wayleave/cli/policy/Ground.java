package dev.wayleave.cli.policy;

import dev.wayleave.cli.endpoint.Endpoint;
import dev.wayleave.cli.terminal.CommandException;
import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.inventory.Reading;
import dev.wayleave.tailnet.model.LastIds;
import dev.wayleave.tailnet.model.PolicyVersion;
import dev.wayleave.tailnet.model.Tailnet;
import dev.wayleave.tailnet.model.TailnetEntity;
import dev.wayleave.tailnet.policy.directory.Directory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A tailnet to look at policies on.
///
/// @param from the endpoint that it was read from, as text
/// @param inUse the policy that it goes by
record Ground(String from, Directory directory, Optional<PolicyVersion> inUse) {
  static Ground of(Endpoint from, Reading reading) {
    Inventory inventory = reading.inventory();
    List<TailnetEntity> entities = new ArrayList<>(inventory.users());
    entities.addAll(inventory.nodes());
    return new Ground(
        from.text(), Directory.of(Tailnet.of(1, LastIds.NONE, entities)), inventory.policyInUse());
  }

  /// The text of the policy in use.
  PolicyInput policy() throws CommandException {
    PolicyVersion version =
        inUse.orElseThrow(() ->
            new CommandException(
                "%s has no policy in use; name a file with one.".formatted(name())));
    boolean file = version.id().equals(PolicyVersion.FILE_ID) && !version.origin().isEmpty();
    return new PolicyInput(file ? version.origin() : "policy of " + name(), version.text());
  }

  /// The endpoint in a sentence: the coordinator at hand has no address behind its colon.
  private String name() {
    return from.equals("wayleave:") ? "the coordinator" : from;
  }
}
