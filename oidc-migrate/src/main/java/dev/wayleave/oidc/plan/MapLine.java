package dev.wayleave.oidc.plan;

/// One line of a mapping that somebody wrote.
///
/// @param place where it stands, for people: `map.csv, line 3`
/// @param old names a user: `user:ID`, an identifier in any release's spelling, a subject, a name,
///   an e-mail address, or a login name of hosted Tailscale
/// @param next the new identifier, or a subject of the new issuer
public record MapLine(String place, String old, String next) {}
