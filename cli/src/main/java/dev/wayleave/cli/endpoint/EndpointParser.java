package dev.wayleave.cli.endpoint;

import dev.wayleave.cli.terminal.CommandException;
import dev.wayleave.cli.terminal.Console;
import dev.wayleave.cli.terminal.SafeText;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;

/// Reads endpoints as people write them.
public final class EndpointParser {
  /// What can be written today.
  static final String KNOWN =
      "headscale:CONFIG.yaml, headscale+sqlite:FILE, headscale+postgres://…, headscale+pgdump:FILE,"
          + " tailscale:, tailscale-export:DIR, terraform:DIR, bundle:FILE and wayleave:URL";

  private final Console console;

  public EndpointParser(Console console) {
    this.console = console;
  }

  public Endpoint parse(String text) throws CommandException {
    int colon = text.indexOf(':');
    if (colon < 0) {
      throw new CommandException(
          "\"%s\" is not an endpoint; write SCHEME:REST, one of %s."
              .formatted(SafeText.line(text), KNOWN));
    }
    String scheme = text.substring(0, colon);
    String rest = text.substring(colon + 1);
    return switch (scheme) {
      case "headscale" ->
          new Endpoint.HeadscaleConfig(path(scheme, rest, "the path of its config.yaml"));
      case "headscale+sqlite" ->
          new Endpoint.HeadscaleSqlite(path(scheme, rest, "the path of the database"));
      case "headscale+postgres", "headscale+postgresql" ->
          new Endpoint.HeadscalePostgres(postgres(rest));
      case "headscale+pgdump" ->
          new Endpoint.HeadscaleDump(path(scheme, rest, "the path of the dump"));
      case "tailscale" -> new Endpoint.Tailscale(rest);
      case "tailscale-export" ->
          new Endpoint.TailscaleExport(path(scheme, rest, "the folder of the export"));
      case "terraform" ->
          new Endpoint.TerraformFolder(path(scheme, rest, "the folder of the configuration"));
      case "bundle" -> new Endpoint.BundleFile(path(scheme, rest, "the path of the bundle"));
      case "wayleave" -> coordinator(rest);
      default -> throw unknown(scheme);
    };
  }

  private static CommandException unknown(String scheme) {
    return new CommandException(
        "the endpoint %s: is not known; the known ones are %s."
            .formatted(SafeText.line(scheme, 40), KNOWN));
  }

  private Path path(String scheme, String rest, String what) throws CommandException {
    if (rest.isEmpty()) {
      throw new CommandException("%s: needs %s after the colon.".formatted(scheme, what));
    }
    try {
      return console.path(rest);
    } catch (InvalidPathException e) {
      throw new CommandException("\"%s\" is not a path.".formatted(SafeText.line(rest)), e);
    }
  }

  /// The URL is not echoed where it may hold a password.
  private static URI postgres(String rest) throws CommandException {
    URI url;
    try {
      url = new URI("postgres:" + rest);
    } catch (URISyntaxException e) {
      throw new CommandException(
          "the URL after headscale+postgres: cannot be read; write"
              + " headscale+postgres://USER@HOST:PORT/DATABASE.",
          e);
    }
    String user = url.getRawUserInfo();
    String query = url.getRawQuery();
    boolean password =
        (user != null && user.contains(":"))
            || (query != null && query.toLowerCase(Locale.ROOT).contains("password="));
    if (password) {
      throw new CommandException(
          "a password in a URL can be seen by everyone on this machine; take it out and give it in"
              + " PGPASSWORD or in ~/.pgpass.");
    }
    if (!rest.startsWith("//")) {
      throw new CommandException(
          "the URL after headscale+postgres: is not complete; write"
              + " headscale+postgres://USER@HOST:PORT/DATABASE.");
    }
    return url;
  }

  private static Endpoint coordinator(String rest) throws CommandException {
    return new Endpoint.Coordinator(rest.isEmpty() ? null : CoordinatorUrl.parse(rest));
  }
}
