package dev.wayleave.cli.endpoint;

import dev.wayleave.api.client.CoordinatorClient;
import dev.wayleave.cli.terminal.CommandException;
import dev.wayleave.cli.terminal.Console;
import dev.wayleave.exporters.bundle.BundleOptions;
import dev.wayleave.exporters.bundle.BundleTarget;
import dev.wayleave.exporters.wayleave.CoordinatorTarget;
import dev.wayleave.importers.bundle.BundleSource;
import dev.wayleave.importers.headscale.HeadscaleSource;
import dev.wayleave.importers.headscale.database.DatabaseSource;
import dev.wayleave.importers.wayleave.CoordinatorSource;
import dev.wayleave.tailnet.inventory.InventorySource;
import dev.wayleave.tailnet.inventory.SourceException;
import dev.wayleave.tailnet.inventory.bundle.BundleReader;
import dev.wayleave.tailnet.inventory.plan.InventoryTarget;
import dev.wayleave.tailnet.model.SecretText;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// The endpoints of this release.
public final class JoinedEndpoints implements Endpoints {
  private final Console console;
  private final Path temporary;

  /// @param temporary where private copies may lie while they are read
  public JoinedEndpoints(Console console, Path temporary) {
    this.console = console;
    this.temporary = temporary;
  }

  @Override
  public InventorySource source(Endpoint endpoint, Purpose purpose, Access access)
      throws CommandException {
    return switch (endpoint) {
      case Endpoint.HeadscaleConfig(Path file) ->
          new HeadscaleSource(file, console.environment(), temporary, access.policyMeaning());
      case Endpoint.HeadscaleSqlite(Path file) ->
          DatabaseSource.sqlite(file, temporary).withMeaning(access.policyMeaning());
      case Endpoint.HeadscalePostgres(URI url) -> postgres(url, access);
      case Endpoint.BundleFile(Path file) ->
          new BundleSource(file, toOpen(file, new Passphrases(console, access.bundles())));
      case Endpoint.Coordinator(URI url) ->
          new CoordinatorSource(
              coordinator(url, access),
              purpose == Purpose.CARRY && !access.bundles().withoutSecrets());
    };
  }

  private InventorySource postgres(URI url, Access access) throws CommandException {
    try {
      return DatabaseSource.postgres(url.getRawSchemeSpecificPart(), console.environment())
          .withMeaning(access.policyMeaning());
    } catch (SourceException e) {
      throw new CommandException(String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public InventoryTarget target(Endpoint endpoint, Purpose purpose, Access access)
      throws CommandException {
    return switch (endpoint) {
      case Endpoint.BundleFile(Path file) ->
          new BundleTarget(
              file, options(file, purpose, access.bundles()), console.clock(), console.random());
      case Endpoint.Coordinator(URI url) ->
          new CoordinatorTarget(
              coordinator(url, access), console.clock(), access.bundles().withoutSecrets());
      case Endpoint.HeadscaleConfig _, Endpoint.HeadscaleSqlite _, Endpoint.HeadscalePostgres _ ->
          throw new CommandException(
              "Headscale as a target is planned but not part of this release; the targets are"
                  + " bundle:FILE and wayleave:URL.");
    };
  }

  @Override
  public CoordinatorClient coordinator(@Nullable URI url, Access access) throws CommandException {
    return new CoordinatorClient(new CoordinatorFinder(console, access.data()).find(url));
  }

  private BundleOptions options(Path file, Purpose purpose, BundleFlags flags)
      throws CommandException {
    Passphrases passphrases = new Passphrases(console, flags);
    SecretText opening = toOpen(file, passphrases);
    boolean plain = flags.plain() || (purpose == Purpose.LOOK && opening == null);
    SecretText passphrase = opening == null && !plain ? passphrases.toSeal(file) : opening;
    return new BundleOptions(passphrase, plain, flags.withoutSecrets());
  }

  /// The passphrase of a bundle that is there and encrypted. Whether it can be read at all is for
  /// those to say who read it.
  private static @Nullable SecretText toOpen(Path file, Passphrases passphrases)
      throws CommandException {
    if (!Files.isRegularFile(file)) {
      return null;
    }
    boolean encrypted;
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      encrypted = BundleReader.isEncrypted(in);
    } catch (IOException e) {
      return null;
    }
    return encrypted ? passphrases.toOpen(file) : null;
  }
}
