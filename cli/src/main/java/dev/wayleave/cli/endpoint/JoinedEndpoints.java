package dev.wayleave.cli.endpoint;

import dev.wayleave.api.client.CoordinatorClient;
import dev.wayleave.cli.terminal.CommandException;
import dev.wayleave.cli.terminal.Console;
import dev.wayleave.exporters.bundle.BundleOptions;
import dev.wayleave.exporters.bundle.BundleTarget;
import dev.wayleave.exporters.terraform.TerraformTarget;
import dev.wayleave.exporters.wayleave.CoordinatorTarget;
import dev.wayleave.importers.bundle.BundleSource;
import dev.wayleave.importers.headscale.HeadscaleSource;
import dev.wayleave.importers.headscale.database.DatabaseSource;
import dev.wayleave.importers.headscale.running.WithRunningServer;
import dev.wayleave.importers.wayleave.CoordinatorSource;
import dev.wayleave.tailnet.inventory.InventorySource;
import dev.wayleave.tailnet.inventory.Progress;
import dev.wayleave.tailnet.inventory.SourceException;
import dev.wayleave.tailnet.inventory.SourceInfo;
import dev.wayleave.tailnet.inventory.bundle.BundleReader;
import dev.wayleave.tailnet.inventory.plan.InventoryTarget;
import dev.wayleave.tailnet.model.SecretText;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The endpoints of this release.
public final class JoinedEndpoints implements Endpoints {
  private final Console console;
  private final Path temporary;
  private final HeadscaleTargets headscale;

  /// @param temporary where private copies may lie while they are read
  public JoinedEndpoints(Console console, Path temporary) {
    this.console = console;
    this.temporary = temporary;
    this.headscale = new HeadscaleTargets(console, temporary);
  }

  @Override
  public InventorySource source(Endpoint endpoint, Purpose purpose, Access access)
      throws CommandException {
    return switch (endpoint) {
      case Endpoint.HeadscaleConfig(Path file) ->
          running(
              new HeadscaleSource(
                  configOf(file), console.environment(), temporary, access.policyMeaning()),
              access,
              configOf(file).resolveSibling("."));
      case Endpoint.HeadscaleSqlite(Path file) ->
          running(
              DatabaseSource.sqlite(file, temporary).withMeaning(access.policyMeaning()),
              access,
              null);
      case Endpoint.HeadscalePostgres(URI url) -> postgres(url, access);
      case Endpoint.HeadscaleDump(Path file) ->
          DatabaseSource.pgDump(file).withMeaning(access.policyMeaning());
      case Endpoint.TailscaleExport(Path place) ->
          new HostedExports(console, access.hosted(), temporary).read(place);
      case Endpoint.Tailscale(String tailnet) ->
          new HostedExports(console, access.hosted(), temporary).ask(tailnet);
      case Endpoint.TerraformFolder _ ->
          throw new CommandException(
              "a folder of Terraform configuration can only be written; a Terraform state is read"
                  + " with tailscale-export:FILE.");
      case Endpoint.BundleFile(Path file) ->
          new BundleSource(file, toOpen(file, new Passphrases(console, access.bundles())));
      case Endpoint.Coordinator(URI url) ->
          new CoordinatorSource(
              coordinator(url, access),
              purpose == Purpose.CARRY && !access.bundles().withoutSecrets());
    };
  }

  private InventorySource running(InventorySource stored, Access access, @Nullable Path directory)
      throws CommandException {
    return new WithRunningServer(
        stored, new RunningHeadscale(console).asking(access.running()), directory);
  }

  private InventorySource postgres(URI url, Access access) throws CommandException {
    try {
      return running(
          DatabaseSource.postgres(url.getRawSchemeSpecificPart(), console.environment())
              .withMeaning(access.policyMeaning()),
          access,
          null);
    } catch (SourceException e) {
      throw new CommandException(String.valueOf(e.getMessage()), e);
    }
  }

  /// A configuration, which may be named by its directory.
  private static Path configOf(Path file) {
    return Files.isDirectory(file) ? file.resolve("config.yaml") : file;
  }

  @Override
  public InventoryTarget target(Endpoint endpoint, Purpose purpose, Access access)
      throws CommandException {
    Optional<InventoryTarget> written = headscale.open(endpoint, access);
    if (written.isPresent()) {
      return written.get();
    }
    return switch (endpoint) {
      case Endpoint.BundleFile(Path file) ->
          new BundleTarget(
              file, options(file, purpose, access.bundles()), console.clock(), console.random());
      case Endpoint.Coordinator(URI url) ->
          new CoordinatorTarget(
              coordinator(url, access), console.clock(), access.bundles().withoutSecrets());
      case Endpoint.TerraformFolder(Path folder) ->
          new TerraformTarget(folder, console.clock(), console.random());
      case Endpoint.HeadscaleDump _ ->
          throw new CommandException(
              "a dump can only be read; write the database with headscale+postgres://….");
      case Endpoint.Tailscale(String tailnet) ->
          new HostedTargets(console)
              .open(tailnet, access.hosted().api(), source(endpoint, purpose, access));
      case Endpoint.TailscaleExport _ ->
          throw new CommandException(
              "an export of hosted Tailscale can only be read; it is written by wayleave export"
                  + " tailscale.");
      case Endpoint.HeadscaleConfig _, Endpoint.HeadscaleSqlite _, Endpoint.HeadscalePostgres _ ->
          throw new AssertionError("each of them is a Headscale that can be written");
    };
  }

  @Override
  public Access toward(Endpoint target, Access access) throws CommandException {
    return headscale.settle(target, access);
  }

  @Override
  public Optional<SourceInfo> kind(Endpoint target, Access access) throws CommandException {
    return headscale.info(target, access);
  }

  @Override
  public Identities identities(
      Endpoint endpoint, boolean whileRunning, Access access, Progress progress)
      throws CommandException {
    return new IdentityStores(console, temporary, whileRunning, progress)
        .open(endpoint, url -> coordinator(url, access), file -> same(file, access.bundles()));
  }

  /// A bundle is written as it was: encrypted by the same passphrase, or plain.
  private BundleOptions same(Path file, BundleFlags flags) throws CommandException {
    SecretText opening = toOpen(file, new Passphrases(console, flags));
    return new BundleOptions(opening, opening == null, flags.withoutSecrets());
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
