package dev.wayleave.cli.oidc;

import dev.wayleave.cli.terminal.CommandException;
import dev.wayleave.cli.terminal.Console;
import dev.wayleave.oidc.InputException;
import dev.wayleave.oidc.plan.MapFile;
import dev.wayleave.oidc.plan.MapLine;
import dev.wayleave.oidc.plan.Match;
import dev.wayleave.oidc.plan.PlanRequest;
import dev.wayleave.oidc.repair.MergeOrder;
import dev.wayleave.oidc.repair.RepairKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// What is asked of a plan.
final class RequestOptions {
  private static final String ALL = "all";

  @Option(names = "--from-issuer", paramLabel = "URL", description = "The old provider's issuer.")
  private @Nullable String fromIssuer;

  @Option(names = "--to-issuer", paramLabel = "URL", description = "The new provider's issuer.")
  private @Nullable String toIssuer;

  @Option(
      names = "--map",
      paramLabel = "FILE.csv",
      description = "Who is who, with the columns old and new; enough by itself.")
  private @Nullable String map;

  @Option(
      names = "--match",
      paramLabel = "WHAT",
      description = "Find people by email, username or sub.")
  private @Nullable String match;

  @Mixin private final Directories directory = new Directories();

  @Option(
      names = "--expect-days",
      paramLabel = "DAYS",
      description = {
        "For how many days a coordinator waits for the first login of users whose subject is",
        "not known before."
      })
  private @Nullable Integer expectDays;

  @Option(
      names = "--take-unverified",
      description = "Match addresses too that the directory does not vouch for.")
  private boolean unverified;

  @Option(
      names = "--pairwise",
      description = "The new provider gives each client other subjects than its directory tells.")
  private boolean pairwise;

  @Option(
      names = "--leave",
      paramLabel = "USER",
      description = "Leave a user as it is; can be repeated.")
  private List<String> leave = new ArrayList<>();

  @Option(
      names = "--repair",
      paramLabel = "KIND",
      split = ",",
      description = {
        "Repair what past changes left: slash-twins, encoding-twins, duplicates, hand-made,",
        "nameless, ambiguous-names, or all."
      })
  private List<String> repair = new ArrayList<>();

  @Option(
      names = "--merge",
      paramLabel = "USER=GONE",
      description = {
        "Make one user of two: the first stays; +ROLE behind it for a role that goes over;",
        "can be repeated."
      })
  private List<String> merge = new ArrayList<>();

  @Option(
      names = "--rewrite-policy",
      description = "Change words of the policy that would mean others, and nothing else of it.")
  private boolean rewritePolicy;

  /// Whether anything was said.
  boolean given() {
    return fromIssuer != null
        || toIssuer != null
        || map != null
        || match != null
        || directory.given()
        || unverified
        || pairwise
        || expectDays != null
        || rewritePolicy
        || !leave.isEmpty()
        || !repair.isEmpty()
        || !merge.isEmpty();
  }

  /// What the command line says.
  ///
  /// @param configured the issuer that the place's configuration names, which is the old one unless
  ///   it is the new one already
  PlanRequest request(Console console, @Nullable String configured)
      throws CommandException, InputException {
    boolean old = fromIssuer == null && toIssuer != null && !toIssuer.equals(configured);
    List<MapLine> lines = map == null ? List.of() : MapFile.read(console.path(map));
    return new PlanRequest(
        new PlanRequest.Providers(old ? configured : fromIssuer, toIssuer),
        lines,
        matching(console),
        new TreeSet<>(leave),
        repairs(),
        rewritePolicy);
  }

  private PlanRequest.Matching matching(Console console) throws CommandException, InputException {
    try {
      return new PlanRequest.Matching(
          match == null ? null : Match.parse(match),
          directory.read(console),
          unverified,
          pairwise,
          expectDays == null ? null : console.clock().instant().plus(Duration.ofDays(expectDays)));
    } catch (IllegalArgumentException e) {
      throw new CommandException(String.valueOf(e.getMessage()), e);
    }
  }

  private PlanRequest.Repairs repairs() throws CommandException {
    Set<RepairKind> kinds = EnumSet.noneOf(RepairKind.class);
    List<MergeOrder> merges = new ArrayList<>();
    try {
      for (String kind : repair) {
        if (kind.equals(ALL)) {
          kinds.addAll(EnumSet.allOf(RepairKind.class));
        } else {
          kinds.add(RepairKind.parse(kind));
        }
      }
      for (String order : merge) {
        merges.add(MergeOrder.parse(order));
      }
    } catch (IllegalArgumentException e) {
      throw new CommandException(String.valueOf(e.getMessage()), e);
    }
    return new PlanRequest.Repairs(kinds, merges);
  }
}
