package dev.wayleave.coordinator.store;

import jakarta.inject.Singleton;
import org.hibernate.StatelessSession;

/// Opens what is kept.
@Singleton
public final class KeptStores {
  private final StatelessSession session;

  KeptStores(StatelessSession session) {
    this.session = session;
  }

  /// The rows of the one tailnet.
  ///
  /// @param notify whether other replicas are told at once
  public KeptStore of(boolean notify) {
    return new KeptStore(session, TailnetStore.DEFAULT_TAILNET, notify);
  }
}
