package dev.wayleave.cli.dns;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.wayleave.api.DnsRequest;
import dev.wayleave.api.DnsView;
import dev.wayleave.api.client.AdministrationClient;
import dev.wayleave.api.client.ApiException;
import dev.wayleave.cli.Surroundings;
import dev.wayleave.cli.administration.AdministrationCommand;
import dev.wayleave.cli.terminal.CommandException;
import dev.wayleave.cli.terminal.SafeText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Changes the DNS settings, in parts by options or whole by a file.
@Command(
    name = "set",
    aliases = {"put", "update"},
    description = "Change DNS as nodes are told it.",
    footer = {
      "",
      "Each option that is given takes the place of what it names; the rest stays.",
      "Options that name lists may be repeated."
    })
final class SetCommand extends AdministrationCommand {
  private static final int LARGEST_FILE = 1 << 20;
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  @Mixin private final DnsChange change = new DnsChange();

  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE",
      description = "All settings, as \"dns get -o json\" shows them; - is standard input.")
  private @Nullable String file;

  SetCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  protected void check() throws CommandException {
    if (change.isEmpty() == (file == null)) {
      throw new CommandException(
          "say what to change: options such as --magic-dns on, or all settings in --file FILE.");
    }
    change.check();
  }

  @Override
  protected void run(AdministrationClient client)
      throws CommandException, ApiException, IOException {
    DnsRequest whole = file == null ? null : read(file);
    DnsView before = client.dns();
    DnsRequest after = whole == null ? change.on(before) : whole;
    String domain = after.baseDomain();
    if (domain != null && !domain.equals(before.baseDomain())) {
      confirm(
          "Another base domain gives every node another name at once: %s becomes %s. Go on?"
              .formatted(before.baseDomain(), domain));
    }
    String seen = after.etag() == null ? before.etag() : after.etag();
    DnsView dns = client.setDns(after, seen);
    showOne(dns, GetCommand.table(dns));
  }

  private DnsRequest read(String name) throws CommandException, IOException {
    byte[] text;
    try (InputStream in =
        name.equals("-") ? console().in() : Files.newInputStream(console().path(name))) {
      text = in.readNBytes(LARGEST_FILE + 1);
    }
    String shown = SafeText.line(name.equals("-") ? "standard input" : name);
    if (text.length > LARGEST_FILE) {
      throw new CommandException(shown + " is too long to be DNS settings.");
    }
    try {
      return JSON.readValue(text, DnsRequest.class);
    } catch (UnrecognizedPropertyException e) {
      throw new CommandException(
          "%s holds \"%s\", which is no DNS setting; \"dns get -o json\" shows what there is."
              .formatted(shown, SafeText.line(e.getPropertyName(), 40)),
          e);
    } catch (JsonProcessingException e) {
      throw new CommandException(
          "%s is not JSON with DNS settings; \"dns get -o json\" shows how they look."
              .formatted(shown),
          e);
    }
  }
}
