package dev.wayleave.interop;

import java.io.IOException;
import java.nio.file.Path;
import org.opentest4j.TestAbortedException;

/// A real peer as a program, for tests.
public final class GoTool {
  /// The newest released one.
  public static final GoTool HEADSCALE = new GoTool(GoProgram.HEADSCALE);

  public static final GoTool HEADSCALE_0_28 = new GoTool(GoProgram.HEADSCALE_0_28);

  public static final GoTool HEADSCALE_0_27 = new GoTool(GoProgram.HEADSCALE_0_27);

  public static final GoTool HEADSCALE_0_26 = new GoTool(GoProgram.HEADSCALE_0_26);

  /// Asks the reference implementation of HuJSON; a program of our own.
  public static final GoTool HUJSON = new GoTool(GoProgram.HUJSON);

  /// Asks Go's net/url how releases of Headscale spell provider identifiers; a program of our own.
  public static final GoTool URL = new GoTool(GoProgram.URL);

  /// Asks the reference implementation of HCL, which Terraform reads with; a program of our own.
  public static final GoTool HCL = new GoTool(GoProgram.HCL);

  /// Makes manifests of a chart with the library of Helm; a program of our own.
  public static final GoTool HELM = new GoTool(GoProgram.HELM);

  /// Makes the state of a tailnet lock as clients keep it; a program of our own.
  public static final GoTool LOCK = new GoTool(GoProgram.LOCK);

  /// The newest client, daemon and command in one.
  public static final GoTool TAILSCALED = new GoTool(GoProgram.TAILSCALED);

  /// The oldest client that the coordinator promises to keep.
  public static final GoTool TAILSCALED_1_80 = new GoTool(GoProgram.TAILSCALED_1_80);

  /// The relay that others run.
  public static final GoTool DERPER = new GoTool(GoProgram.DERPER);

  /// A certificate authority that speaks ACME.
  public static final GoTool PEBBLE = new GoTool(GoProgram.PEBBLE);

  private static final Path ROOT = Path.of(System.getProperty("wayleave.root", ".."));

  private final GoProgram program;

  private GoTool(GoProgram program) {
    this.program = program;
  }

  /// The built program. Where it is not built and cannot be, for want of `go`, the test is skipped,
  /// and fails where `CI` is `true`.
  public Path binary() throws IOException, InterruptedException {
    return program.built(ROOT).orElseThrow(this::withoutGo);
  }

  /// Where the sources of a module are that the program is built from, at the version of its pin.
  /// The same holds as for [#binary] where there is no `go`.
  public Path moduleFolder(String module) throws IOException, InterruptedException {
    return program.moduleFolder(ROOT, module).orElseThrow(this::withoutGo);
  }

  private RuntimeException withoutGo() {
    return missing(
        "the tests with a real " + program.name(),
        "There is no go on the path to build %s with; install Go, see CONTRIBUTING.md"
            .formatted(program.name()));
  }

  /// What a test throws that cannot be run here: it is skipped loudly, and fails where `CI` is
  /// `true`.
  public static RuntimeException missing(String tests, String why) {
    if ("true".equals(System.getenv("CI"))) {
      return new IllegalStateException(why);
    }
    GoProgram.say("\n*** SKIPPED: " + tests + " were not run.\n*** " + why + "\n");
    return new TestAbortedException(why);
  }
}
