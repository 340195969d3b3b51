package dev.wayleave.cli.endpoint;

import dev.wayleave.api.client.CoordinatorClient;
import dev.wayleave.cli.endpoint.Endpoints.Identities;
import dev.wayleave.cli.terminal.CommandException;
import dev.wayleave.cli.terminal.Console;
import dev.wayleave.exporters.bundle.BundleIdentityStore;
import dev.wayleave.exporters.bundle.BundleOptions;
import dev.wayleave.exporters.file.PendingFile;
import dev.wayleave.exporters.headscale.identity.HeadscaleIdentityStore;
import dev.wayleave.exporters.headscale.identity.PolicyHome;
import dev.wayleave.exporters.headscale.store.DatabasePlace;
import dev.wayleave.exporters.headscale.store.RowSession.Company;
import dev.wayleave.exporters.migration.MigrationNames;
import dev.wayleave.exporters.wayleave.CoordinatorIdentityStore;
import dev.wayleave.importers.headscale.config.DatabaseLocation;
import dev.wayleave.importers.headscale.config.HeadscaleConfig;
import dev.wayleave.importers.headscale.config.HeadscaleConfigReader;
import dev.wayleave.importers.headscale.config.PolicyInUse;
import dev.wayleave.importers.headscale.database.store.PostgresAddress;
import dev.wayleave.importers.headscale.database.store.PostgresPassword;
import dev.wayleave.tailnet.identity.rewrite.IdentityStore;
import dev.wayleave.tailnet.inventory.Progress;
import dev.wayleave.tailnet.inventory.SourceException;
import dev.wayleave.tailnet.model.PolicyVersion;
import dev.wayleave.tailnet.model.SecretText;
import dev.wayleave.tailnet.model.ServerSettings.Oidc;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Opens what holds identities.
///
/// @param temporary where private copies may lie while they are read
/// @param whileRunning whether a Headscale may have its database open meanwhile
record IdentityStores(Console console, Path temporary, boolean whileRunning, Progress progress) {
  /// Gives a client of the coordinator at a URL.
  @FunctionalInterface
  interface Coordinators {
    CoordinatorClient at(@Nullable URI url) throws CommandException;
  }

  /// Says how a bundle is opened and written again.
  @FunctionalInterface
  interface Bundles {
    BundleOptions of(Path file) throws CommandException;
  }

  Identities open(Endpoint endpoint, Coordinators coordinators, Bundles bundles)
      throws CommandException {
    return switch (endpoint) {
      case Endpoint.HeadscaleConfig(Path file) -> server(file);
      case Endpoint.HeadscaleSqlite(Path file) ->
          database(DatabasePlace.sqlite(file, temporary), file, new PolicyHome.Database(), null);
      case Endpoint.HeadscalePostgres(URI url) ->
          database(postgres(url), null, new PolicyHome.Database(), null);
      case Endpoint.BundleFile(Path file) ->
          beside(
              new BundleIdentityStore(
                  file, bundles.of(file), console.clock(), console.random(), progress),
              null,
              file);
      case Endpoint.Coordinator(URI url) ->
          beside(
              new CoordinatorIdentityStore(
                  coordinators.at(url), new MigrationNames(console.clock(), console.random())),
              null,
              null);
      case Endpoint.HeadscaleDump _,
          Endpoint.Tailscale _,
          Endpoint.TailscaleExport _,
          Endpoint.TerraformFolder _ ->
          throw new CommandException(
              "%s holds no identities that could be changed; name headscale:CONFIG.yaml, headscale+sqlite:FILE, headscale+postgres://…, bundle:FILE or wayleave:URL."
                  .formatted(endpoint.text()));
    };
  }

  private Identities server(Path named) throws CommandException {
    Path file = Files.isDirectory(named) ? named.resolve("config.yaml") : named;
    try {
      HeadscaleConfig config = new HeadscaleConfigReader(file, console.environment()).read();
      PolicyHome home =
          switch (config.policy()) {
            case PolicyInUse.Database _ -> new PolicyHome.Database();
            case PolicyInUse.File(PolicyVersion version) ->
                new PolicyHome.File(file.resolveSibling(version.origin()));
            case PolicyInUse.Absent _ -> new PolicyHome.Nowhere();
          };
      Oidc oidc = config.server().oidc();
      String issuer = oidc == null ? null : oidc.issuer();
      return switch (config.database()) {
        case DatabaseLocation.SqliteFile(Path path) ->
            database(DatabasePlace.sqlite(path, temporary), path, home, issuer);
        case DatabaseLocation.Postgres at -> {
          PostgresAddress address =
              new PostgresAddress(at.host(), at.port(), at.name(), at.user(), at.sslMode(), null);
          SecretText password = at.password();
          DatabasePlace place =
              DatabasePlace.postgres(
                  address,
                  password == null
                      ? PostgresPassword.find(address, console.environment())
                      : PostgresPassword.of(password));
          yield database(place, null, home, issuer);
        }
      };
    } catch (SourceException e) {
      throw new CommandException(String.valueOf(e.getMessage()), e);
    }
  }

  private DatabasePlace postgres(URI url) throws CommandException {
    try {
      PostgresAddress address =
          PostgresAddress.parse(url.getRawSchemeSpecificPart(), console.environment());
      return DatabasePlace.postgres(address, PostgresPassword.find(address, console.environment()));
    } catch (SourceException e) {
      throw new CommandException(String.valueOf(e.getMessage()), e);
    }
  }

  private Identities database(
      DatabasePlace place, @Nullable Path file, PolicyHome home, @Nullable String issuer) {
    IdentityStore store =
        new HeadscaleIdentityStore(
            place,
            home,
            whileRunning ? Company.ALLOWED : Company.NONE,
            console.directory(),
            console.clock(),
            progress);
    return beside(store, issuer, file);
  }

  /// @param file null where the store is no file
  private Identities beside(IdentityStore store, @Nullable String issuer, @Nullable Path file) {
    return file == null
        ? new Identities(store, issuer, console.directory(), "wayleave")
        : new Identities(
            store, issuer, PendingFile.folderOf(file), String.valueOf(file.getFileName()));
  }
}
