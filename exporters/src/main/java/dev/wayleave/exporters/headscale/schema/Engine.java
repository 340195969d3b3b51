package dev.wayleave.exporters.headscale.schema;

/// The two databases that Headscale can keep its tailnet in.
public enum Engine {
  SQLITE("sqlite"),
  POSTGRES("postgresql");

  private final String label;

  Engine(String label) {
    this.label = label;
  }

  /// As inventories name it; see [dev.wayleave.tailnet.inventory.SourceInfo#database].
  public String label() {
    return label;
  }
}
