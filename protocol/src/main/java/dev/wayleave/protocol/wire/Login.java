package dev.wayleave.protocol.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;

/// By which login of an identity provider the owner came.
///
/// @param loginName such as `alice@example.com`
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record Login(
    @Always @JsonProperty("ID") long id,
    @Always @JsonProperty("Provider") String provider,
    @Always @JsonProperty("LoginName") String loginName,
    @Always @JsonProperty("DisplayName") String displayName,
    @JsonProperty("ProfilePicURL") String profilePicUrl) {

  /// What stands in an answer without a login.
  static final Login NONE = new Login(0, "", "", "", "");
}
