package dev.wayleave.tailnet.cutover.kit;

/// How a device comes over.
enum Way {
  /// Its node key is known to both sides: no login, nothing seen.
  SILENT("silent", "silently, with its node key"),
  /// Its node key is not known, so that it is a new one to the other side.
  LOGIN("login", "by a login: its node key is not known"),
  /// Its key has run out: it makes a new one and someone logs in.
  EXPIRED("expired", "by a login: its key has expired"),
  /// A custom server in the app is another account with a new node key; device management is
  /// silent.
  MOBILE("mobile", "by device management silently, else as a new account in the app"),
  /// The old side deletes it once it has left.
  EPHEMERAL("ephemeral", "ephemeral: start it anew with a key of the new side");

  private final String label;
  private final String words;

  Way(String label, String words) {
    this.label = label;
    this.words = words;
  }

  String label() {
    return label;
  }

  /// The end of the sentence "it comes over …".
  String words() {
    return words;
  }

  boolean isLast() {
    return this != SILENT;
  }
}
