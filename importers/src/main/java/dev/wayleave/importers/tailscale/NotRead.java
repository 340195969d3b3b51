package dev.wayleave.importers.tailscale;

/// A section that the API did not tell.
///
/// @param object the device's `nodeId` for a section per device, else empty
/// @param status the HTTP status; 0 where nobody asked
/// @param message what the API said, shortened, without markup
public record NotRead(Section section, String object, int status, String message) {}
