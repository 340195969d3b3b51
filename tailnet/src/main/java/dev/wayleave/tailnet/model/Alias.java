package dev.wayleave.tailnet.model;

/// Another plane's id of something here, which the API goes on understanding.
///
/// @param kind what is meant: `user`, `node`, `pre-auth-key`, `tailnet`
/// @param id the id here
/// @param plane whose id the alias is, for example `tailscale`
/// @param alias the id there
public record Alias(String kind, String id, String plane, String alias) implements TailnetEntity {}
