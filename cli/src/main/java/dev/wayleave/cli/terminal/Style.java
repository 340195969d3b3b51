package dev.wayleave.cli.terminal;

/// Whether text carries colour.
public enum Style {
  PLAIN,
  COLOURED;

  /// What a piece of text is, from which its colour follows.
  public enum Tone {
    HEADING("1"),
    GOOD("32"),
    CHANGED("33"),
    BAD("31"),
    NOTE("36"),
    FAINT("2");

    private final String code;

    Tone(String code) {
      this.code = code;
    }
  }

  public String paint(Tone tone, String text) {
    return this == PLAIN || text.isEmpty()
        ? text
        : "\u001b[" + tone.code + "m" + text + "\u001b[0m";
  }
}
