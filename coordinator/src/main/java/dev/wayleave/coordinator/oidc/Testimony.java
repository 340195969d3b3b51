package dev.wayleave.coordinator.oidc;

import dev.wayleave.tailnet.identity.Subject;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a provider said of somebody and was proved to have said.
///
/// @param claims the token's, under what the provider says of the same subject when it is asked
/// @param verified the e-mail address that the provider says is verified; empty where it says so of
///   none
/// @param at when the person logged in at the provider, where it says so
/// @param until when the token ends, where there is one
record Testimony(
    Subject subject,
    Map<String, Object> claims,
    String verified,
    @Nullable Instant at,
    @Nullable Instant until) {
  Testimony {
    claims = Collections.unmodifiableMap(new LinkedHashMap<>(claims));
  }
}
