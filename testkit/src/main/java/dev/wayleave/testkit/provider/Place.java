package dev.wayleave.testkit.provider;

/// Where a provider is asked something.
public enum Place {
  DISCOVERY("/.well-known/openid-configuration"),
  AUTHORIZE("/authorize"),
  TOKEN("/token"),
  USERINFO("/userinfo"),
  KEYS("/keys");

  private final String path;

  Place(String path) {
    this.path = path;
  }

  /// Below the issuer.
  public String path() {
    return path;
  }
}
