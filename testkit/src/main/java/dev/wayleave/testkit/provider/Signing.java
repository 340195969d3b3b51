package dev.wayleave.testkit.provider;

/// With what an ID token is signed.
public enum Signing {
  /// With the key that the provider publishes.
  RIGHT,
  /// With a key that it does not publish, under the name of one that it does.
  ANOTHER_KEY,
  /// With a key that it does not publish, under a name that nobody knows.
  UNKNOWN_KEY,
  /// Not at all (`alg` is `none`).
  NONE,
  /// With the client's secret.
  CLIENT_SECRET,
  /// With the public key, taken for a secret.
  PUBLIC_KEY
}
