package dev.wayleave.protocol.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One rule.
///
/// @param ruleExpires when it ceases; null for never
/// @param principals any of these
/// @param sshUsers by the name asked for, or `*`: the local user, `=` for the same name, empty to
///   match nothing
/// @param action null denies
/// @param acceptEnv environment variables that are let through; `*` and `?` stand for any text and
///   any letter
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record SshRule(
    @OrAbsent @JsonProperty("ruleExpires") @Nullable Instant ruleExpires,
    @Always @JsonProperty("principals") List<SshPrincipal> principals,
    @Always @JsonProperty("sshUsers") Map<String, String> sshUsers,
    @OrNull @JsonProperty("action") @Nullable SshAction action,
    @JsonProperty("acceptEnv") List<String> acceptEnv) {
  public SshRule {
    principals = List.copyOf(principals);
    sshUsers = Ordered.copyOf(sshUsers);
    acceptEnv = List.copyOf(acceptEnv);
  }
}
