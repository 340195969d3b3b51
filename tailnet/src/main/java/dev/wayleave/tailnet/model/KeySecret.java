package dev.wayleave.tailnet.model;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/// What a control plane keeps of a key that it once gave out.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = KeySecret.Hashed.class, name = "hashed"),
  @JsonSubTypes.Type(value = KeySecret.Plaintext.class, name = "plaintext"),
  @JsonSubTypes.Type(value = KeySecret.Unknown.class, name = "unknown")
})
public sealed interface KeySecret {
  /// A hash found by a public prefix.
  ///
  /// @param hash the stored text: bcrypt (`$2a$…`), Argon2id (`$argon2id$…`) or `sha256:HEX`
  record Hashed(String prefix, SecretText hash) implements KeySecret {}

  /// The key itself, as Headscale before 0.28 stored pre-auth keys.
  record Plaintext(SecretText key) implements KeySecret {}

  /// Nothing: the plane that made the key never tells it again. It opens no door here until
  /// somebody who still has it presents it for adoption.
  ///
  /// @param prefix the public part by which the key can be told, for example `k123CNTRL`
  record Unknown(String prefix) implements KeySecret {}
}
