package dev.wayleave.protocol.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The owner of the registering node.
///
/// @param created null also if it is zero on the wire
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record User(
    @Always @JsonProperty("ID") long id,
    @Always @JsonProperty("DisplayName") String displayName,
    @JsonProperty("ProfilePicURL") String profilePicUrl,
    @OrAbsent @JsonProperty("Created") @Nullable Instant created) {
  public User {
    created = ZeroTime.unlessZero(created);
  }

  /// What stands in an answer without a user.
  static final User NONE = new User(0, "", "", null);
}
