package dev.wayleave.api;

/// An SSH session that a person is to approve.
///
/// @param source the node that it comes from
/// @param destination the node that it goes to
/// @param user the account there
public record SshSessionView(
    long source, String sourceName, long destination, String destinationName, String user) {}
