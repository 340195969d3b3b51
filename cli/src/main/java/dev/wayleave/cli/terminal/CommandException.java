package dev.wayleave.cli.terminal;

import java.util.List;

/// A command that failed; the message is one sentence for a person.
public final class CommandException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<String> details;

  public CommandException(String message) {
    this(message, List.of());
  }

  /// A failure with more to show than a sentence.
  ///
  /// @param details lines that are shown below the sentence, for example the end of a log
  public CommandException(String message, List<String> details) {
    super(message);
    this.details = List.copyOf(details);
  }

  public CommandException(String message, Throwable cause) {
    super(message, cause);
    this.details = List.of();
  }

  /// What is shown below the sentence.
  public List<String> details() {
    return details;
  }
}
