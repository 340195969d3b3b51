package dev.wayleave.cli.administration;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/// A command that Headscale once had, which answers with the one that does it now.
@Command(hidden = true)
public final class OldSpelling implements Callable<Integer> {
  private final String sentence;

  /// Whatever follows; it is not looked at.
  @Unmatched List<String> rest = new ArrayList<>();

  private OldSpelling(String sentence) {
    this.sentence = sentence;
  }

  /// One that answers with a command.
  ///
  /// @param now what to write instead, a whole command without `wayleave`
  public static CommandLine of(String old, String now) {
    return because(OldSpellingException.sentence(old, now));
  }

  /// One that answers with a sentence of its own.
  public static CommandLine because(String sentence) {
    return new CommandLine(new OldSpelling(sentence));
  }

  @Override
  public Integer call() throws OldSpellingException {
    throw new OldSpellingException(sentence);
  }
}
