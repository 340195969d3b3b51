package dev.wayleave.tailnet.model;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/// What a control plane keeps of a key that it once gave out.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = KeySecret.Hashed.class, name = "hashed"),
  @JsonSubTypes.Type(value = KeySecret.Plaintext.class, name = "plaintext")
})
public sealed interface KeySecret {
  /// A hash found by a public prefix.
  ///
  /// @param hash the stored text: bcrypt (`$2a$…`), Argon2id (`$argon2id$…`) or `sha256:HEX`
  record Hashed(String prefix, SecretText hash) implements KeySecret {}

  /// The key itself, as Headscale before 0.28 stored pre-auth keys.
  record Plaintext(SecretText key) implements KeySecret {}
}
