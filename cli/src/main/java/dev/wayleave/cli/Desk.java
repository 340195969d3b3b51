package dev.wayleave.cli;

import dev.wayleave.cli.endpoint.Endpoint;
import dev.wayleave.cli.endpoint.EndpointParser;
import dev.wayleave.cli.endpoint.Endpoints;
import dev.wayleave.cli.endpoint.Endpoints.Purpose;
import dev.wayleave.cli.report.PlanDocument;
import dev.wayleave.cli.terminal.CommandException;
import dev.wayleave.cli.terminal.Console;
import dev.wayleave.cli.terminal.ProgressLine;
import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.inventory.Reading;
import dev.wayleave.tailnet.inventory.SourceException;
import dev.wayleave.tailnet.inventory.plan.InventoryTarget;
import dev.wayleave.tailnet.inventory.plan.Plan;
import dev.wayleave.tailnet.inventory.plan.PlanOptions;
import dev.wayleave.tailnet.inventory.plan.TargetException;
import dev.wayleave.tailnet.policy.dialect.PolicyEngine;
import dev.wayleave.tailnet.policy.dialect.PolicyMeaning;
import java.util.Set;

/// Opens endpoints and works on them, with progress shown.
public final class Desk {
  private final Console console;
  private final Endpoints endpoints;
  private final Endpoints.Access access;
  private final EndpointParser parser;

  public Desk(Surroundings surroundings, Endpoints.Access access) {
    this.console = surroundings.console();
    this.endpoints = surroundings.endpoints();
    this.access = access;
    this.parser = new EndpointParser(console);
  }

  private Desk(Desk other, Endpoints.Access access) {
    this.console = other.console;
    this.endpoints = other.endpoints;
    this.access = access;
    this.parser = other.parser;
  }

  /// The same desk, on which nothing is open about a target.
  Desk toward(Endpoint target) throws CommandException {
    return new Desk(this, endpoints.toward(target, access));
  }

  /// The same desk under another choice about policies.
  Desk with(PolicyMeaning meaning) {
    return new Desk(this, access.with(meaning, access.headscale()));
  }

  PlanDocument document(Endpoint source, Endpoint target, Plan plan) throws CommandException {
    return PlanDocument.of(
        source.text(), target.text(), access, endpoints.kind(target, access).orElse(null), plan);
  }

  public Endpoint endpoint(String text) throws CommandException {
    return parser.parse(text);
  }

  InventoryTarget target(Endpoint to, Purpose purpose) throws CommandException {
    return endpoints.target(to, purpose, access);
  }

  public Reading read(Endpoint from, Purpose purpose) throws CommandException, SourceException {
    try (ProgressLine progress = new ProgressLine(console)) {
      return endpoints.source(from, purpose, access).read(progress);
    }
  }

  Inventory read(InventoryTarget target) throws TargetException {
    try (ProgressLine progress = new ProgressLine(console)) {
      return target.read(progress);
    }
  }

  InventoryTarget.Preview plan(InventoryTarget target, Reading source, PlanOptions options)
      throws TargetException {
    try (ProgressLine progress = new ProgressLine(console)) {
      return target.plan(source, options, progress);
    }
  }

  /// A plan with what becomes reachable by it, or stops being so.
  Plan compared(Plan plan, Inventory source, Endpoint to, InventoryTarget target)
      throws CommandException, TargetException {
    if (!ReachabilityCheck.isFor(source)) {
      return plan;
    }
    PolicyEngine headscale =
        endpoints
            .kind(to, access)
            .flatMap(kind -> PolicyEngine.ofRelease(kind.release()))
            .orElse(null);
    return new ReachabilityCheck(source, headscale)
        .on(plan, holdsWhatIsWritten(to) ? () -> source : () -> read(target));
  }

  /// Whether a target has no policy of its own beside what is written to it.
  private static boolean holdsWhatIsWritten(Endpoint target) {
    return target instanceof Endpoint.BundleFile || target instanceof Endpoint.TerraformFolder;
  }

  InventoryTarget.Receipt apply(
      InventoryTarget target, InventoryTarget.Preview preview, Set<String> accepted)
      throws TargetException {
    try (ProgressLine progress = new ProgressLine(console)) {
      return target.apply(preview, accepted, progress);
    }
  }

  InventoryTarget.RollbackOutcome rollback(InventoryTarget target, String migration)
      throws TargetException {
    try (ProgressLine progress = new ProgressLine(console)) {
      return target.rollback(migration, progress);
    }
  }
}
