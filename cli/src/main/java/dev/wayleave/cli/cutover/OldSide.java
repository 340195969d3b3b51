package dev.wayleave.cli.cutover;

import dev.wayleave.api.TransitionNodeView;
import dev.wayleave.api.TransitionNodeView.State;
import dev.wayleave.api.client.AdministrationClient;
import dev.wayleave.api.client.ApiException;
import dev.wayleave.cli.endpoint.StateFolder;
import dev.wayleave.cli.export.HostedAccess;
import dev.wayleave.cli.terminal.CommandException;
import dev.wayleave.cli.terminal.Console;
import dev.wayleave.cli.terminal.ProgressLine;
import dev.wayleave.exporters.tailscale.HostedHold;
import dev.wayleave.tailnet.inventory.plan.InventoryTarget.RollbackOutcome;
import dev.wayleave.tailnet.inventory.plan.TargetException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The plane that devices move away from, where that is hosted Tailscale.
final class OldSide {
  @Option(
      names = "--old",
      description =
          "At hosted Tailscale, which devices leave: with its credential, as export takes.")
  private boolean old;

  @Option(
      names = "--tailnet",
      paramLabel = "NAME",
      description = "With --old: the tailnet, unless it is the credential's own.")
  private @Nullable String tailnet;

  @Option(
      names = "--base-url",
      paramLabel = "URL",
      description = "With --old: where the API is; https://api.tailscale.com if unset.")
  private @Nullable String baseUrl;

  @Option(
      names = "--credentials",
      paramLabel = "FILE",
      description = "With --old: holds the credential: lines of NAME=VALUE, or a token alone.")
  private @Nullable String credentials;

  /// What was done there.
  ///
  /// @param set on how many devices
  record Done(int set, List<String> notes) {}

  boolean isMeant() {
    return old;
  }

  void refuseStrays() throws CommandException {
    if (!old && (tailnet != null || baseUrl != null || credentials != null)) {
      throw new CommandException("--tailnet, --base-url and --credentials go with --old.");
    }
  }

  private HostedHold hold(Console console) throws CommandException {
    HostedAccess options =
        new HostedAccess(tailnet, baseUrl, credentials == null ? null : console.path(credentials));
    return new HostedHold(options.clients(console), StateFolder.of(console), console.clock());
  }

  /// Lets no key of those expire there that have not come here.
  Done hold(Console console, AdministrationClient client) throws CommandException, ApiException {
    Set<String> unmoved =
        client.transition().nodes().stream()
            .filter(node -> node.state() == State.UNMOVED || node.state() == State.WAITING)
            .map(TransitionNodeView::stableId)
            .collect(Collectors.toSet());
    try (ProgressLine progress = new ProgressLine(console)) {
      return new Done(hold(console).hold(unmoved, progress), List.of());
    } catch (TargetException e) {
      throw new CommandException(String.valueOf(e.getMessage()), e);
    }
  }

  /// Lets the keys expire there again that were held from here.
  Done release(Console console) throws CommandException {
    Optional<RollbackOutcome> outcome;
    try (ProgressLine progress = new ProgressLine(console)) {
      outcome = hold(console).release(progress);
    } catch (TargetException e) {
      throw new CommandException(String.valueOf(e.getMessage()), e);
    }
    if (outcome.isEmpty()) {
      return new Done(0, List.of("No key's expiry was held there from here."));
    }
    return switch (outcome.get()) {
      case RollbackOutcome.Done done -> new Done(0, done.notes());
      case RollbackOutcome.Refused refused ->
          throw new CommandException(
              "no key's expiry was let go at hosted Tailscale: "
                  + String.join(" ", refused.losses()));
    };
  }
}
