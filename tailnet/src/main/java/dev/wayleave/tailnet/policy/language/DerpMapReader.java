package dev.wayleave.tailnet.policy.language;

import dev.wayleave.tailnet.policy.syntax.Json;
import dev.wayleave.tailnet.policy.syntax.JsonObject;
import dev.wayleave.tailnet.policy.syntax.Member;
import org.jspecify.annotations.Nullable;

/// Reads the section `derpMap`: DERP regions of the tailnet's own, or null in place of a region
/// that is not to be used.
final class DerpMapReader {
  private DerpMapReader() {}

  /// The section as it is written; what a region holds is the server's question.
  static @Nullable JsonObject read(Fields root) {
    Json value = root.value("derpMap");
    if (value == null) {
      return null;
    }
    Fields fields = Fields.of(value, "derpMap", root.remarks(), "regions", "omitDefaultRegions");
    fields.flag("omitDefaultRegions");
    fields.members("regions").forEach(region -> check(region, root.remarks()));
    return value instanceof JsonObject object ? object : null;
  }

  private static void check(Member region, Remarks remarks) {
    String id = region.name().value();
    boolean number =
        !id.isEmpty() && id.length() <= 5 && id.chars().allMatch(c -> c >= '0' && c <= '9');
    if (!number || Integer.parseInt(id) < 1 || Integer.parseInt(id) > 65535) {
      remarks.fault(
          region.name().at(),
          "derpMap.regions[" + Quoted.of(id) + "]: a region is named by a number from 1 to 65535");
    }
  }
}
