package dev.wayleave.cli;

import dev.wayleave.cli.endpoint.Endpoint;
import dev.wayleave.cli.endpoint.Endpoints.Purpose;
import dev.wayleave.cli.report.Documents;
import dev.wayleave.cli.report.VerificationPage;
import dev.wayleave.cli.report.VerificationText;
import dev.wayleave.cli.terminal.Console;
import dev.wayleave.cli.verification.KindComparison;
import dev.wayleave.cli.verification.Verification;
import dev.wayleave.cli.verification.Verifier;
import dev.wayleave.tailnet.inventory.EntityKind;
import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.policy.dialect.PolicyMeaning;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Reads both sides again and compares them.
@Command(name = "verify", description = "Read both sides again and compare them.")
final class VerifyCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Option(names = "--from", paramLabel = "ENDPOINT", required = true, description = "The source.")
  private String from = "";

  @Option(names = "--to", paramLabel = "ENDPOINT", required = true, description = "The target.")
  private String to = "";

  @Option(names = "--html", paramLabel = "FILE", description = "Write the report as a page.")
  private @Nullable String html;

  @Mixin private final WrittenHeadscaleOptions headscale = new WrittenHeadscaleOptions();
  @Mixin private final FormatOption output = new FormatOption();
  @Mixin private final EndpointOptions options = new EndpointOptions();

  VerifyCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws Exception {
    Console console = surroundings.console();
    Verification verification = verify();
    if (html != null) {
      Path file = console.path(html);
      VerificationPage.write(file, console.clock().instant(), verification);
      console.err().println("wayleave: report in " + file);
    }
    if (output.isForPeople()) {
      VerificationText.write(console, verification);
    } else {
      Documents.write(output.format, console.out(), verification);
    }
    return verification.equal() ? ExitCode.DONE : ExitCode.DIFFERENT;
  }

  private Verification verify() throws Exception {
    Console console = surroundings.console();
    Desk open = new Desk(surroundings, options.access(console, headscale.get()));
    Endpoint source = open.endpoint(from);
    Endpoint destination = open.endpoint(to);
    Desk desk = open.toward(destination);
    Inventory target = desk.read(desk.target(destination, Purpose.LOOK));
    Verification first = compared(desk, source, destination, target);
    boolean translated =
        !(source instanceof Endpoint.BundleFile || source instanceof Endpoint.Coordinator);
    if (!translated || options.choosesPolicyMeaning() || arePoliciesEqual(first)) {
      return first;
    }
    // The target does not tell by which meaning the policy was carried over: try them.
    for (PolicyMeaning meaning : PolicyMeaning.values()) {
      Verification other = compared(desk.with(meaning), source, destination, target);
      if (arePoliciesEqual(other)) {
        return other;
      }
    }
    return first;
  }

  private Verification compared(Desk desk, Endpoint source, Endpoint destination, Inventory target)
      throws Exception {
    Inventory there = desk.read(source, Purpose.LOOK).inventory();
    Instant now = surroundings.console().clock().instant();
    return switch (destination) {
      case Endpoint.BundleFile _,
          Endpoint.Coordinator _,
          Endpoint.Tailscale _,
          Endpoint.TailscaleExport _,
          Endpoint.TerraformFolder _ ->
          Verifier.verify(source.text(), there, destination.text(), target, now);
      case Endpoint.HeadscaleConfig _,
          Endpoint.HeadscaleSqlite _,
          Endpoint.HeadscalePostgres _,
          Endpoint.HeadscaleDump _ ->
          Verifier.verifyHeadscale(source.text(), there, destination.text(), target, now);
    };
  }

  private static boolean arePoliciesEqual(Verification verification) {
    KindComparison policies = verification.kinds().get(EntityKind.POLICY);
    return policies == null || policies.equal();
  }
}
