package dev.wayleave.tailnet.inventory.plan;

/// How many entities of a kind fall under each operation.
public record KindSummary(
    long create, long update, long delete, long unchanged, long conflict, long keep) {
  static final KindSummary NONE = new KindSummary(0, 0, 0, 0, 0, 0);

  KindSummary plus(PlanItem.Op op) {
    return switch (op) {
      case CREATE -> new KindSummary(create + 1, update, delete, unchanged, conflict, keep);
      case UPDATE -> new KindSummary(create, update + 1, delete, unchanged, conflict, keep);
      case DELETE -> new KindSummary(create, update, delete + 1, unchanged, conflict, keep);
      case CONFLICT -> new KindSummary(create, update, delete, unchanged, conflict + 1, keep);
      case KEEP -> new KindSummary(create, update, delete, unchanged, conflict, keep + 1);
    };
  }

  KindSummary plusUnchanged() {
    return new KindSummary(create, update, delete, unchanged + 1, conflict, keep);
  }

  /// Whether applying would write anything of this kind.
  public boolean writes() {
    return create + update + delete > 0;
  }
}
