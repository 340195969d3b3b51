package dev.wayleave.coordinator.presence;

import java.time.Duration;
import java.util.Collection;

/// Where presence is written down, for other replicas and for the time after a restart.
///
/// A node has one entry: of the replica where it was last. So whoever saw it last is right, and
/// nothing is left to put together. So it is with the routers that carry subnets.
public interface PresenceLedger {
  /// Everything that is written down.
  Written everything();

  /// What others wrote since this was last asked, at least.
  Written news();

  /// Whether another replica lived when this was last read.
  boolean isShared();

  /// Writes sightings of this replica, and that it lives for `lives` from now on.
  ///
  /// What this replica made of the same moment is read by others together. Whoever is online is so
  /// here from now on, unless another replica has a stream that was opened later; whoever is not
  /// stays where another replica has it.
  void write(Collection<Sighting> sightings, Collection<Carrier> carriers, Duration lives);
}
