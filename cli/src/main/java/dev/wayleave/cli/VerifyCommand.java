package dev.wayleave.cli;

import dev.wayleave.cli.endpoint.Endpoint;
import dev.wayleave.cli.endpoint.Endpoints.Purpose;
import dev.wayleave.cli.report.Documents;
import dev.wayleave.cli.report.VerificationPage;
import dev.wayleave.cli.report.VerificationText;
import dev.wayleave.cli.terminal.Console;
import dev.wayleave.cli.verification.Verification;
import dev.wayleave.cli.verification.Verifier;
import dev.wayleave.tailnet.inventory.plan.InventoryTarget;
import java.nio.file.Path;
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

  @Mixin private final FormatOption output = new FormatOption();
  @Mixin private final EndpointOptions options = new EndpointOptions();

  VerifyCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws Exception {
    Console console = surroundings.console();
    Desk desk = new Desk(surroundings, options.access(console));
    Endpoint source = desk.endpoint(from);
    Endpoint destination = desk.endpoint(to);
    InventoryTarget target = desk.target(destination, Purpose.LOOK);
    Verification verification =
        Verifier.verify(
            source.text(),
            desk.read(source, Purpose.LOOK).inventory(),
            destination.text(),
            desk.read(target));
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
}
