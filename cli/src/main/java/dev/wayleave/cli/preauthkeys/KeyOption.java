package dev.wayleave.cli.preauthkeys;

import dev.wayleave.api.PreAuthKeyView;
import dev.wayleave.api.client.AdministrationClient;
import dev.wayleave.api.client.ApiException;
import dev.wayleave.cli.administration.IdNumber;
import dev.wayleave.cli.administration.OldSpellingException;
import dev.wayleave.cli.terminal.CommandException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Which pre-auth key a verb is about.
final class KeyOption {
  /// The secret itself is not looked at; the prefix is enough to find the key.
  private static final Pattern WHOLE = Pattern.compile("hskey-auth-([A-Za-z0-9_-]{12})-.+");

  @Option(
      names = {"-i", "--id", "--identifier"},
      paramLabel = "ID",
      description =
          "The key of this id, as \"preauthkeys list\" shows it, or of the id it came with.")
  private @Nullable String id;

  /// Headscale before 0.28 took the key itself there, and whose it is.
  @Parameters(hidden = true, arity = "0..1")
  private @Nullable String key;

  @Option(
      names = {"-u", "--user"},
      hidden = true)
  @Nullable String user;

  void check(String verb) throws CommandException, OldSpellingException {
    if (id == null && key == null) {
      throw new CommandException("name the key with --id ID; \"preauthkeys list\" shows the ids.");
    }
    if (id == null && !WHOLE.matcher(String.valueOf(key)).matches()) {
      throw new OldSpellingException(
          "preauthkeys " + verb + " KEY", "preauthkeys " + verb + " --id ID");
    }
  }

  long find(AdministrationClient client) throws CommandException, ApiException {
    if (id != null && IdNumber.is(id)) {
      return Long.parseLong(id);
    }
    Matcher whole = WHOLE.matcher(String.valueOf(key));
    String prefix = id != null ? id : whole.matches() ? whole.group(1) : "";
    for (PreAuthKeyView view : client.preAuthKeys()) {
      if (prefix.equals(view.prefix())) {
        return view.id();
      }
    }
    throw new CommandException("there is no pre-auth key with the prefix " + prefix + ".");
  }
}
