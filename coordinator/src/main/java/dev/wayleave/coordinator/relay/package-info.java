/// The relay inside the coordinator: DERP for packets between nodes that cannot reach each other,
/// STUN to tell a node its outer address, and the small questions that relays are asked over HTTP.
///
/// Of the tailnet it knows only its [dev.wayleave.coordinator.relay.Admission]: neither images nor
/// commands enter this room. What frames and datagrams look like stands in `protocol.derp` and
/// `protocol.stun`.
///
/// A connection lives on one event loop and never waits: it is read by `Line`, what is to be
/// written stands in its `Outbox`, which forgets the oldest packet where the other side is slow.
@NullMarked
package dev.wayleave.coordinator.relay;

import org.jspecify.annotations.NullMarked;
