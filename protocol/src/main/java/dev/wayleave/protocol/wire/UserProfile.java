package dev.wayleave.protocol.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/// How the clients name the owner of a node.
///
/// @param loginName never empty for the owner of the client's own node, see [RegisterResponse]
/// @param groups read by clients from 1.98
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record UserProfile(
    @Always @JsonProperty("ID") long id,
    @Always @JsonProperty("LoginName") String loginName,
    @Always @JsonProperty("DisplayName") String displayName,
    @JsonProperty("ProfilePicURL") String profilePicUrl,
    @JsonProperty("Groups") List<String> groups) {
  public UserProfile {
    groups = List.copyOf(groups);
  }
}
