package dev.wayleave.api;

/// An imported node that a waiting device may be; an administrator may approve that it is.
///
/// @param node its id
/// @param stableId what clients call it, and the plane it comes from
/// @param owner who owns it, in words
/// @param proven whether the machine key says so; otherwise only what the device says of itself
public record ClaimView(
    long node, String stableId, String name, String owner, boolean proven, String sentence) {}
