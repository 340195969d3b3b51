package dev.wayleave.coordinator.login;

import java.time.Instant;

/// An SSH session that begins once a person has approved it.
///
/// @param sourceName what the node is called from which it comes
/// @param destinationName what the node is called that holds it
/// @param address where the destination asks from
public record WaitingSession(
    String id,
    Passage passage,
    String sourceName,
    String destinationName,
    String address,
    Instant begun,
    Instant until)
    implements Waiting {}
