package dev.wayleave.protocol.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Capabilities that the sources of a [FilterRule] have at these destinations.
///
/// @param dsts prefixes
/// @param capMap by name, with the application's own values
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record CapGrant(
    @Always @JsonProperty("Dsts") List<String> dsts,
    @JsonProperty("CapMap") Map<String, @Nullable List<JsonNode>> capMap) {
  public CapGrant {
    dsts = List.copyOf(dsts);
    capMap = Ordered.copyOf(capMap);
  }

  /// The same as the constructor, with the nullness of the values where checkers of other modules
  /// see it.
  public static CapGrant of(List<String> dsts, Map<String, @Nullable List<JsonNode>> capMap) {
    return new CapGrant(dsts, capMap);
  }
}
