package dev.wayleave.interop.tailscale;

import java.util.List;

/// Clients of a test's own, which came up at the same time and end with this.
record Guests(List<TailscaleClient> all) implements AutoCloseable {
  Guests {
    all = List.copyOf(all);
  }

  TailscaleClient first() {
    return all.getFirst();
  }

  TailscaleClient second() {
    return all.get(1);
  }

  @Override
  public void close() {
    all.forEach(TailscaleClient::close);
  }
}
