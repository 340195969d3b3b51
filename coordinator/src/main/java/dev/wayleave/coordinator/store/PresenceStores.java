package dev.wayleave.coordinator.store;

import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.UUID;
import org.hibernate.StatelessSession;

/// Opens the presence rows for one replica.
@Singleton
public final class PresenceStores {
  private final StatelessSession session;
  private final InstantSource clock;

  PresenceStores(StatelessSession session, InstantSource clock) {
    this.session = session;
    this.clock = clock;
  }

  /// The rows as this replica writes and reads them.
  ///
  /// @param notify whether others are told at once
  public PresenceStore of(UUID replica, boolean notify) {
    return new PresenceStore(session, TailnetStore.DEFAULT_TAILNET, replica, clock, notify);
  }
}
