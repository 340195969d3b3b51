package dev.wayleave.cli;

import dev.wayleave.cli.endpoint.Endpoints;
import dev.wayleave.cli.endpoint.WrittenHeadscale;
import dev.wayleave.cli.report.PlanDocument;
import dev.wayleave.cli.terminal.CommandException;
import dev.wayleave.cli.terminal.Console;
import dev.wayleave.tailnet.policy.dialect.PolicyMeaning;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The options of every command that names endpoints.
public final class EndpointOptions {
  @Mixin private final PlaceOptions place = new PlaceOptions();

  @Option(names = "--plain", description = "Write a bundle unencrypted.")
  private boolean plain;

  @Option(names = "--without-secrets", description = "Leave secrets out of a bundle.")
  private boolean withoutSecrets;

  @Mixin private final PolicyMeaningOption policyMeaning = new PolicyMeaningOption();
  @Mixin private final RunningOptions running = new RunningOptions();
  @Mixin private final HostedSourceOptions hosted = new HostedSourceOptions();

  @Mixin final HelpOptions help = new HelpOptions();

  boolean choosesPolicyMeaning() {
    return policyMeaning.given();
  }

  /// What the command line says.
  public Endpoints.Access access(Console console) throws CommandException {
    return access(console, WrittenHeadscale.UNSAID);
  }

  Endpoints.Access access(Console console, WrittenHeadscale headscale) throws CommandException {
    return access(console, false, false, policyMeaning.get(), headscale);
  }

  /// The same with what a saved plan says.
  Endpoints.Access access(Console console, PlanDocument saved) throws CommandException {
    WrittenHeadscale headscale = saved.headscale();
    return access(
        console,
        saved.plain(),
        saved.withoutSecrets(),
        saved.meaning(),
        headscale == null ? WrittenHeadscale.UNSAID : headscale);
  }

  private Endpoints.Access access(
      Console console,
      boolean savedPlain,
      boolean savedWithoutSecrets,
      @Nullable PolicyMeaning meaning,
      WrittenHeadscale headscale)
      throws CommandException {
    return new Endpoints.Access(
        place.data(console),
        place.bundle(console, plain || savedPlain, withoutSecrets || savedWithoutSecrets),
        meaning,
        headscale,
        running.get(),
        hosted.get(console));
  }
}
