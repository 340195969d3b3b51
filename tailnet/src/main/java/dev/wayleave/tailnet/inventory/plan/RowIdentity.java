package dev.wayleave.tailnet.inventory.plan;

import dev.wayleave.tailnet.model.ApiKey;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.PreAuthKey;
import dev.wayleave.tailnet.model.TailnetEntity;
import dev.wayleave.tailnet.model.User;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Tells a changed row from another row under the same id.
///
/// Databases of Headscale before 0.27 may give an id anew after a deletion, and an operator may
/// name another database by mistake. The time of creation is what no edit changes.
final class RowIdentity {
  private RowIdentity() {}

  static boolean differs(TailnetEntity now, TailnetEntity then) {
    if (now instanceof Node a && then instanceof Node b) {
      return created(a.createdAt(), b.createdAt()) && !a.machineKey().equals(b.machineKey());
    }
    if (now instanceof User a && then instanceof User b) {
      return created(a.createdAt(), b.createdAt());
    }
    if (now instanceof PreAuthKey a && then instanceof PreAuthKey b) {
      return created(a.createdAt(), b.createdAt()) && !a.secret().equals(b.secret());
    }
    if (now instanceof ApiKey a && then instanceof ApiKey b) {
      return created(a.createdAt(), b.createdAt()) && !a.secret().equals(b.secret());
    }
    return false;
  }

  private static boolean created(@Nullable Instant now, @Nullable Instant then) {
    return !Objects.equals(now, then);
  }
}
