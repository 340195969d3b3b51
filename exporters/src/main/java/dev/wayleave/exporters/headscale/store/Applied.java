package dev.wayleave.exporters.headscale.store;

import dev.wayleave.exporters.headscale.schema.HeadscaleSchema;
import dev.wayleave.tailnet.inventory.plan.TargetException;
import java.util.List;

/// Finds what was last applied to a database.
final class Applied {
  private Applied() {}

  /// By the newest journal that took effect; nothing where there is none.
  static Image to(HeadscaleSchema schema, Look look, Image present) throws TargetException {
    List<Journal.Header> newestFirst = look.journals().reversed();
    for (Journal.Header header : newestFirst) {
      Journal journal = look.journal(header.migration());
      if (!look.isUnsettled(header.migration()) || journal.tookEffect(schema, present)) {
        return journal.applied();
      }
    }
    return Image.empty();
  }

  /// Forgets the journals that were cut off, where there is no database they could have made.
  static void forget(Look look) throws TargetException {
    for (Journal.Header header : look.journals()) {
      if (look.isUnsettled(header.migration())) {
        look.settle(header.migration(), false);
      }
    }
  }

  /// Says of each journal that was cut off what came of it.
  static void settle(HeadscaleSchema schema, Look look, Image present) throws TargetException {
    for (Journal.Header header : look.journals()) {
      if (look.isUnsettled(header.migration())) {
        Journal journal = look.journal(header.migration());
        look.settle(header.migration(), journal.tookEffect(schema, present));
      }
    }
  }
}
