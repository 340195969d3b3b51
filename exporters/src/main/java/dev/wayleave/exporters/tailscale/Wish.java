package dev.wayleave.exporters.tailscale;

import dev.wayleave.tailnet.inventory.EntityRef;

/// A value that the source has for something of the hosted side.
///
/// @param ref of the entity that it is of
/// @param label the entity's human name
/// @param free whether it may be set although nobody knows what was set before: it was never chosen
///   by anybody there
record Wish(Aspect aspect, String object, EntityRef ref, String label, String value, boolean free) {
  String key() {
    return aspect + "/" + object;
  }
}
