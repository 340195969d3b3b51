package dev.wayleave.oidc.person;

/// A value of somebody else's in a sentence of ours.
final class Quoted {
  private static final int LONGEST = 80;

  private Quoted() {}

  static String of(String value) {
    String plain = value.replaceAll("\\p{Cntrl}", "?");
    return "\"" + (plain.length() > LONGEST ? plain.substring(0, LONGEST) + "…" : plain) + "\"";
  }
}
