package dev.wayleave.importers.tailscale;

/// What the hosted plane and the folders of its exports are called here.
public final class HostedPlane {
  /// The plane, in aliases and in what an inventory says of where it comes from.
  public static final String NAME = "tailscale";

  /// What an export itself says of how it went; not there where a person put the files together.
  public static final String MANIFEST = "export.json";

  private HostedPlane() {}
}
