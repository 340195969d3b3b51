package dev.wayleave.tailnet.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/// A secret of the control server that stands outside its database.
///
/// @param name tells secrets of one role apart: a file name, a host name; see [#ONLY]
/// @param value the text, or the base64 of binary content
public record Secret(SecretRole role, String name, SecretText value) implements TailnetEntity {
  /// The name of a secret of which a server has one, for example its Noise key.
  public static final String ONLY = "-";

  /// What a secret is for.
  public enum SecretRole {
    /// `privkey:` and 64 hex digits.
    NOISE_KEY("noise-key"),
    /// The server key of the protocol before Noise (`private_key_path`), kept for completeness.
    PRE_NOISE_KEY("pre-noise-key"),
    /// `privkey:` and 64 hex digits.
    DERP_KEY("derp-key"),
    /// A PEM chain.
    TLS_CERTIFICATE("tls-certificate"),
    /// A PEM key.
    TLS_KEY("tls-key"),
    /// A file of the ACME cache that holds the account key.
    ACME_ACCOUNT("acme-account"),
    /// A file of the ACME cache that holds a certificate and its key.
    ACME_CERTIFICATE("acme-certificate"),
    OIDC_CLIENT_SECRET("oidc-client-secret"),
    /// A secret that ends the tailnet lock of the plane that is being left.
    LOCK_DISABLEMENT("lock-disablement"),
    /// A password or token among the source's settings, named by its dotted key.
    SETTING("setting");

    private final String label;

    SecretRole(String label) {
      this.label = label;
    }

    /// The name in JSON and in reports.
    @JsonValue
    public String label() {
      return label;
    }

    @JsonCreator
    public static SecretRole parse(String label) {
      for (SecretRole role : values()) {
        if (role.label.equals(label)) {
          return role;
        }
      }
      throw new IllegalArgumentException("\"" + label + "\" is not a role of a secret");
    }
  }
}
