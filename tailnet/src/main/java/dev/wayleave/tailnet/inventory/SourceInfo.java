package dev.wayleave.tailnet.inventory;

/// Where an inventory was read.
///
/// @param kind `headscale`, `tailscale`, `wayleave`
/// @param release the release that wrote it, as exactly as can be told, for example `0.29.2` or
///   `0.24.3 to 0.25.1`
/// @param database `sqlite`, `postgresql`, or empty where there is none
public record SourceInfo(String kind, String release, String database) {}
