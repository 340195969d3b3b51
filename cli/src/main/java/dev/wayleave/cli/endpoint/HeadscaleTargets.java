package dev.wayleave.cli.endpoint;

import dev.wayleave.cli.endpoint.Endpoints.Access;
import dev.wayleave.cli.terminal.CommandException;
import dev.wayleave.cli.terminal.Console;
import dev.wayleave.cli.terminal.SafeText;
import dev.wayleave.exporters.headscale.FolderOptions;
import dev.wayleave.exporters.headscale.HeadscaleFolderTarget;
import dev.wayleave.exporters.headscale.HeadscaleOptions;
import dev.wayleave.exporters.headscale.HeadscaleTarget;
import dev.wayleave.exporters.headscale.ReleaseRows;
import dev.wayleave.exporters.headscale.ServerDatabase;
import dev.wayleave.exporters.headscale.files.HeadscaleFiles;
import dev.wayleave.exporters.headscale.row.RowOptions;
import dev.wayleave.exporters.headscale.schema.HeadscaleSchemas;
import dev.wayleave.exporters.headscale.store.DatabasePlace;
import dev.wayleave.importers.headscale.config.DatabaseLocation;
import dev.wayleave.importers.headscale.config.HeadscaleConfigReader;
import dev.wayleave.importers.headscale.database.DatabaseSource;
import dev.wayleave.importers.headscale.database.store.PostgresAddress;
import dev.wayleave.importers.headscale.database.store.PostgresPassword;
import dev.wayleave.tailnet.inventory.Progress;
import dev.wayleave.tailnet.inventory.SourceException;
import dev.wayleave.tailnet.inventory.SourceInfo;
import dev.wayleave.tailnet.inventory.plan.InventoryTarget;
import dev.wayleave.tailnet.model.SecretText;
import dev.wayleave.tailnet.policy.dialect.PolicyMeaning;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Headscale as a target: which release is written, and into what.
final class HeadscaleTargets {
  private final Console console;
  private final Path temporary;

  HeadscaleTargets(Console console, Path temporary) {
    this.console = console;
    this.temporary = temporary;
  }

  /// A Headscale that an endpoint names: a database, or with a folder a whole server.
  private sealed interface Named {
    DatabasePlace place();

    /// A database alone.
    record Bare(DatabasePlace place) implements Named {}

    /// A server's folder and its database.
    record Server(Path folder, ServerDatabase database, DatabasePlace place) implements Named {}
  }

  /// What is to be written where the command line leaves it open. A Headscale goes by the words of
  /// its own policy, so that these keep what they mean there.
  Access settle(Endpoint target, Access access) throws CommandException {
    Named named = named(target, access.headscale());
    if (named == null) {
      if (!access.headscale().saysNothing()) {
        throw new CommandException(
            "--schema, --database and --tagged-owner are for Headscale as the target, which "
                + target.text()
                + " is not.");
      }
      return access;
    }
    if (named instanceof Named.Bare && access.headscale().database() != null) {
      throw new CommandException(
          "--database is for headscale:DIR as the target; %s is a database by itself."
              .formatted(target.text()));
    }
    WrittenHeadscale written =
        access.headscale().settled(release(named.place()), named.place().label());
    PolicyMeaning meaning = access.meaning() == null ? PolicyMeaning.SOURCE : access.meaning();
    return access.with(meaning, written);
  }

  /// The target, if it is a Headscale.
  Optional<InventoryTarget> open(Endpoint target, Access access) throws CommandException {
    WrittenHeadscale written = access.headscale();
    Named named = named(target, written);
    if (named == null) {
      return Optional.empty();
    }
    HeadscaleOptions options =
        new HeadscaleOptions(
            HeadscaleSchemas.of(written.release(), named.place().engine()),
            new ReleaseRows(),
            new RowOptions(written.taggedOwner()),
            access.policyMeaning());
    return Optional.of(
        switch (named) {
          case Named.Bare(DatabasePlace place) ->
              new HeadscaleTarget(place, options, console.clock(), console.random());
          case Named.Server(Path folder, ServerDatabase database, var _) ->
              new HeadscaleFolderTarget(
                  folder,
                  database,
                  options,
                  new FolderOptions(new HeadscaleFiles(), temporary, console.environment()),
                  console.clock(),
                  console.random());
        });
  }

  /// What is written, for reports.
  Optional<SourceInfo> info(Endpoint target, Access access) throws CommandException {
    Named named = named(target, access.headscale());
    return named == null
        ? Optional.empty()
        : Optional.of(
            new SourceInfo(
                DatabaseSource.KIND,
                access.headscale().release().label(),
                named.place().engine().label()));
  }

  private @Nullable Named named(Endpoint endpoint, WrittenHeadscale written)
      throws CommandException {
    return switch (endpoint) {
      case Endpoint.HeadscaleSqlite(Path file) ->
          new Named.Bare(DatabasePlace.sqlite(file, temporary));
      case Endpoint.HeadscalePostgres(URI url) -> {
        ServerDatabase.Postgres database = postgres(url);
        yield new Named.Bare(DatabasePlace.postgres(database.address(), database.password()));
      }
      case Endpoint.HeadscaleConfig(Path folder) -> server(folder, written.database());
      case Endpoint.HeadscaleDump _,
          Endpoint.Tailscale _,
          Endpoint.TailscaleExport _,
          Endpoint.TerraformFolder _,
          Endpoint.BundleFile _,
          Endpoint.Coordinator _ ->
          null;
    };
  }

  private Named server(Path folder, @Nullable String wanted) throws CommandException {
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw new CommandException(
          folder + " is not a directory; a Headscale server is written to headscale:DIR.");
    }
    ServerDatabase database = wanted == null ? present(folder) : database(wanted);
    return new Named.Server(folder, database, database.in(folder, temporary));
  }

  private ServerDatabase database(String wanted) throws CommandException {
    if (wanted.equals("sqlite")) {
      return new ServerDatabase.Sqlite();
    }
    Endpoint endpoint =
        wanted.startsWith("postgres")
            ? new EndpointParser(console).parse("headscale+" + wanted)
            : null;
    if (endpoint instanceof Endpoint.HeadscalePostgres(URI url)) {
      return postgres(url);
    }
    throw new CommandException(
        "--database takes sqlite or postgres://USER@HOST:PORT/DATABASE, not \"%s\"."
            .formatted(SafeText.line(wanted, 40)));
  }

  /// The database of the server that is there, or the usual one.
  private ServerDatabase present(Path folder) {
    Path config = folder.resolve("config.yaml");
    try {
      if (Files.exists(config)
          && new HeadscaleConfigReader(config, console.environment()).read().database()
              instanceof DatabaseLocation.Postgres at) {
        PostgresAddress address =
            new PostgresAddress(at.host(), at.port(), at.name(), at.user(), at.sslMode(), null);
        SecretText password = at.password();
        return new ServerDatabase.Postgres(
            address,
            password == null
                ? PostgresPassword.find(address, console.environment())
                : PostgresPassword.of(password));
      }
    } catch (SourceException e) {
      // What is wrong with the configuration is told when the target is planned.
    }
    return new ServerDatabase.Sqlite();
  }

  private ServerDatabase.Postgres postgres(URI url) throws CommandException {
    try {
      PostgresAddress address =
          PostgresAddress.parse(url.getRawSchemeSpecificPart(), console.environment());
      return new ServerDatabase.Postgres(
          address, PostgresPassword.find(address, console.environment()));
    } catch (SourceException e) {
      throw new CommandException(String.valueOf(e.getMessage()), e);
    }
  }

  /// The release that is there. What cannot be read is for the target to say when it is opened.
  private static Optional<String> release(DatabasePlace place) {
    try {
      return place.source().release(Progress.SILENT);
    } catch (SourceException e) {
      return Optional.empty();
    }
  }
}
