package dev.wayleave.cli.endpoint;

import dev.wayleave.api.client.CoordinatorClient;
import dev.wayleave.cli.terminal.CommandException;
import dev.wayleave.tailnet.inventory.InventorySource;
import dev.wayleave.tailnet.inventory.plan.InventoryTarget;
import dev.wayleave.tailnet.policy.dialect.PolicyMeaning;
import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Joins endpoints to the code that reads and writes them.
public interface Endpoints {
  InventorySource source(Endpoint endpoint, Purpose purpose, Access access) throws CommandException;

  InventoryTarget target(Endpoint endpoint, Purpose purpose, Access access) throws CommandException;

  /// A client of the coordinator that an endpoint names.
  CoordinatorClient coordinator(@Nullable URI url, Access access) throws CommandException;

  /// What an endpoint is opened for.
  enum Purpose {
    /// To compare or show: fingerprints of secrets are enough.
    LOOK,
    /// To carry all of it over, secrets included.
    CARRY
  }

  /// What the command line says about keys, passphrases and policies.
  ///
  /// @param data the data directory of a coordinator on this machine
  /// @param policyMeaning what becomes of rules of the source's policy that mean something else
  ///   here
  record Access(@Nullable Path data, BundleFlags bundles, PolicyMeaning policyMeaning) {}
}
