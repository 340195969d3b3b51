package dev.wayleave.interop.headscale;

import dev.wayleave.interop.GoTool;
import dev.wayleave.testkit.seed.Breadth;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// A release of Headscale whose server can be built here, oldest first.
public enum HeadscaleRelease {
  V0_26("0.26", "0.26.1"),
  V0_27("0.27", "0.27.1"),
  V0_28("0.28", "0.28.0"),
  V0_29("0.29", "0.29.2");

  private static final List<HeadscaleRelease> PROVED =
      Breadth.of(List.of(V0_29), List.of(V0_29, V0_28, V0_27, V0_26));

  private final String line;
  private final String version;

  HeadscaleRelease(String line, String version) {
    this.line = line;
    this.version = version;
  }

  /// Those that tests run with: the newest, and with `-Pexhaustive` all. What is left out is said.
  public static List<HeadscaleRelease> proved() {
    if (PROVED.size() < values().length) {
      System.out.println(
          "interop: with Headscale 0.29.2 alone; LEFT OUT are 0.28.0, 0.27.1 and 0.26.1, which"
              + " -Pexhaustive adds");
    }
    return PROVED;
  }

  /// The release line, as `--schema` takes it.
  public String line() {
    return line;
  }

  public String version() {
    return version;
  }

  public Path binary() throws IOException, InterruptedException {
    GoTool tool =
        switch (this) {
          case V0_26 -> GoTool.HEADSCALE_0_26;
          case V0_27 -> GoTool.HEADSCALE_0_27;
          case V0_28 -> GoTool.HEADSCALE_0_28;
          case V0_29 -> GoTool.HEADSCALE;
        };
    return tool.binary();
  }

  @Override
  public String toString() {
    return version;
  }
}
