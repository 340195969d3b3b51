package dev.wayleave.tailnet.inventory.plan;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.wayleave.tailnet.inventory.EntityRef;
import java.util.List;

/// What happens to one entity; entities that stay as they are have no item.
///
/// @param label its human name
/// @param fields what changes; for a conflict, what the two sides hold
/// @param note why, where the operation does not say it
public record PlanItem(Op op, EntityRef ref, String label, List<FieldDiff> fields, String note) {
  public PlanItem {
    fields = List.copyOf(fields);
  }

  /// What is done.
  public enum Op {
    @JsonProperty("create")
    CREATE("+"),
    @JsonProperty("update")
    UPDATE("~"),
    @JsonProperty("delete")
    DELETE("-"),
    /// Both sides changed; the target's state stays.
    @JsonProperty("conflict")
    CONFLICT("!"),
    /// The target made it by itself; it stays.
    @JsonProperty("keep")
    KEEP("=");

    private final String sign;

    Op(String sign) {
      this.sign = sign;
    }

    /// One character for a diff on a terminal.
    public String sign() {
      return sign;
    }
  }
}
