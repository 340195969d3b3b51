package dev.wayleave.coordinator.store;

import dev.wayleave.coordinator.mail.LetterBox;
import dev.wayleave.coordinator.mail.MailLimits;
import jakarta.inject.Singleton;
import java.util.UUID;
import org.hibernate.StatelessSession;

/// Opens the letter box of a replica.
@Singleton
public final class LetterStores {
  private final StatelessSession session;

  LetterStores(StatelessSession session) {
    this.session = session;
  }

  /// The box as this replica leaves and takes letters.
  ///
  /// @param notify whether recipients are told at once
  public LetterBox of(UUID replica, MailLimits limits, boolean notify) {
    return new LetterStore(session, replica, limits, notify);
  }
}
