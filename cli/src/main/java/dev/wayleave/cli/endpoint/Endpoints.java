package dev.wayleave.cli.endpoint;

import dev.wayleave.api.client.CoordinatorClient;
import dev.wayleave.cli.terminal.CommandException;
import dev.wayleave.tailnet.identity.rewrite.IdentityStore;
import dev.wayleave.tailnet.inventory.InventorySource;
import dev.wayleave.tailnet.inventory.Progress;
import dev.wayleave.tailnet.inventory.SourceInfo;
import dev.wayleave.tailnet.inventory.plan.InventoryTarget;
import dev.wayleave.tailnet.policy.dialect.PolicyMeaning;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Joins endpoints to the code that reads and writes them.
public interface Endpoints {
  InventorySource source(Endpoint endpoint, Purpose purpose, Access access) throws CommandException;

  InventoryTarget target(Endpoint endpoint, Purpose purpose, Access access) throws CommandException;

  /// Finds out what the command line left open about a target; the same for one that leaves nothing
  /// open.
  Access toward(Endpoint target, Access access) throws CommandException;

  /// What a target is, where that is known before it is read: Headscale's release and database.
  Optional<SourceInfo> kind(Endpoint target, Access access) throws CommandException;

  /// The identities that a place holds.
  ///
  /// @param whileRunning whether a Headscale may have its database open meanwhile
  Identities identities(Endpoint endpoint, boolean whileRunning, Access access, Progress progress)
      throws CommandException;

  /// A store of identities, and what its surroundings tell.
  ///
  /// @param issuer the provider that the place's configuration names; null where it names none, or
  ///   where there is no configuration
  /// @param folder where files about it are put unless something else is said
  /// @param name how the names of such files begin
  record Identities(IdentityStore store, @Nullable String issuer, Path folder, String name) {}

  /// A client of the coordinator that an endpoint names.
  CoordinatorClient coordinator(@Nullable URI url, Access access) throws CommandException;

  /// What an endpoint is opened for.
  enum Purpose {
    /// To compare or show: fingerprints of secrets are enough.
    LOOK,
    /// To carry all of it over, secrets included.
    CARRY
  }

  /// What the command line says about keys, passphrases, policies and schemas.
  ///
  /// @param data the data directory of a coordinator on this machine
  /// @param meaning what becomes of rules of the source's policy that mean something else here;
  ///   null where nobody said
  /// @param headscale what Headscale is to be written
  /// @param running whether a Headscale that runs is asked for what its database does not hold
  /// @param hosted what is said beside an export of hosted Tailscale
  record Access(
      @Nullable Path data,
      BundleFlags bundles,
      @Nullable PolicyMeaning meaning,
      WrittenHeadscale headscale,
      Running running,
      HostedFlags hosted) {
    /// Access to what is no Headscale to be written; one that runs is asked where it answers.
    public Access(@Nullable Path data, BundleFlags bundles, @Nullable PolicyMeaning meaning) {
      this(
          data,
          bundles,
          meaning,
          WrittenHeadscale.UNSAID,
          Running.WHERE_IT_ANSWERS,
          HostedFlags.NONE);
    }

    /// The same access under another choice about policies, to a Headscale written otherwise.
    public Access with(@Nullable PolicyMeaning other, WrittenHeadscale written) {
      return new Access(data, bundles, other, written, running, hosted);
    }

    public PolicyMeaning policyMeaning() {
      return meaning == null ? PolicyMeaning.ASK : meaning;
    }
  }

  /// Whether and where a Headscale that runs is asked.
  ///
  /// @param url its API; null for the socket that its configuration names
  /// @param never whether it is left alone
  record Running(@Nullable URI url, boolean never) {
    public static final Running WHERE_IT_ANSWERS = new Running(null, false);
  }
}
