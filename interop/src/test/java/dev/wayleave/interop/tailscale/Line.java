package dev.wayleave.interop.tailscale;

import dev.wayleave.interop.GoTool;

/// A release line of the client.
public enum Line {
  NEWEST,
  OLDEST;

  public GoTool tool() {
    return switch (this) {
      case NEWEST -> GoTool.TAILSCALED;
      case OLDEST -> GoTool.TAILSCALED_1_80;
    };
  }
}
