package dev.wayleave.cli;

import dev.wayleave.cli.endpoint.BundleFlags;
import dev.wayleave.cli.endpoint.Endpoint;
import dev.wayleave.cli.endpoint.Endpoints;
import dev.wayleave.cli.report.Format;
import dev.wayleave.cli.report.InspectDocument;
import dev.wayleave.cli.report.InspectText;
import dev.wayleave.cli.trial.Sample;
import dev.wayleave.tailnet.inventory.Reading;
import dev.wayleave.tailnet.policy.dialect.PolicyMeaning;
import java.io.OutputStream;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// Does what most runs do, so that `./wayleave` can record which classes a run loads.
@Command(name = "warm-up", hidden = true)
final class WarmUpCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  WarmUpCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws Exception {
    Endpoints.Access access =
        new Endpoints.Access(null, new BundleFlags(null, false, false), PolicyMeaning.ASK);
    try (Sample sample = Sample.unpack()) {
      Endpoint source = new Endpoint.HeadscaleConfig(sample.config());
      Reading reading = new Desk(surroundings, access).read(source, Endpoints.Purpose.LOOK);
      InspectText.write(surroundings.console(), source.text(), reading);
      for (Format format : Format.values()) {
        InspectDocument.write(format, OutputStream.nullOutputStream(), reading);
      }
    }
    return ExitCode.DONE;
  }
}
