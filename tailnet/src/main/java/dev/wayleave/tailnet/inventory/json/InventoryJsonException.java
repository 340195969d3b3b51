package dev.wayleave.tailnet.inventory.json;

import org.jspecify.annotations.Nullable;

/// JSON that is not an entity; the message says which field and why.
public final class InventoryJsonException extends Exception {
  private static final long serialVersionUID = 1L;

  InventoryJsonException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
