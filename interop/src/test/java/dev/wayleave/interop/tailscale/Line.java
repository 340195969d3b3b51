package dev.wayleave.interop.tailscale;

import dev.wayleave.interop.GoTool;

/// A release line of the client.
enum Line {
  NEWEST,
  OLDEST;

  GoTool tool() {
    return switch (this) {
      case NEWEST -> GoTool.TAILSCALED;
      case OLDEST -> GoTool.TAILSCALED_1_80;
    };
  }
}
