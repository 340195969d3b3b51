package dev.wayleave.cli.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wayleave.cli.terminal.CommandException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointParserTest {
  private final EndpointParser parser =
      new EndpointParser(Consoles.in(Path.of("/home/ada"), Map.of()));

  @Test
  void everySchemeIsUnderstood() throws CommandException {
    assertThat(parser.parse("headscale:/etc/headscale/config.yaml"))
        .isEqualTo(new Endpoint.HeadscaleConfig(Path.of("/etc/headscale/config.yaml")));
    assertThat(parser.parse("headscale+sqlite:db.sqlite"))
        .isEqualTo(new Endpoint.HeadscaleSqlite(Path.of("/home/ada/db.sqlite")));
    assertThat(
            parser.parse("headscale+postgres://hs@db.example.com:5433/headscale?sslmode=require"))
        .isEqualTo(
            new Endpoint.HeadscalePostgres(
                URI.create("postgres://hs@db.example.com:5433/headscale?sslmode=require")));
    assertThat(parser.parse("headscale+pgdump:db.sql"))
        .isEqualTo(new Endpoint.HeadscaleDump(Path.of("/home/ada/db.sql")));
    assertThat(parser.parse("tailscale-export:out"))
        .isEqualTo(new Endpoint.TailscaleExport(Path.of("/home/ada/out")));
    assertThat(parser.parse("terraform:tf"))
        .isEqualTo(new Endpoint.TerraformFolder(Path.of("/home/ada/tf")));
    assertThat(parser.parse("bundle:../x.wl"))
        .isEqualTo(new Endpoint.BundleFile(Path.of("/home/x.wl")));
    assertThat(parser.parse("wayleave:https://vpn.example.com/"))
        .isEqualTo(new Endpoint.Coordinator(URI.create("https://vpn.example.com")));
    assertThat(parser.parse("wayleave:")).isEqualTo(new Endpoint.Coordinator(null));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "headscale:c.yaml",
        "headscale+sqlite:db",
        "headscale+postgres://hs@h:1/d",
        "headscale+pgdump:db.sql",
        "tailscale:",
        "tailscale:example.com",
        "tailscale-export:d",
        "terraform:d",
        "bundle:b",
        "wayleave:http://127.0.0.1:8080",
        "wayleave:"
      })
  void textsMeanTheSameFromAnotherFolder(String text) throws CommandException {
    Endpoint endpoint = parser.parse(text);
    EndpointParser elsewhere = new EndpointParser(Consoles.in(Path.of("/"), Map.of()));
    assertThat(elsewhere.parse(endpoint.text())).isEqualTo(endpoint);
  }

  @Test
  void unknownSchemesAreAnsweredWithTheKnownOnes() {
    assertThatThrownBy(() -> parser.parse("gopher:x"))
        .hasMessage(
            "the endpoint gopher: is not known; the known ones are " + EndpointParser.KNOWN + ".");
    assertThatThrownBy(() -> parser.parse("/etc/headscale/config.yaml"))
        .hasMessageContaining("write SCHEME:REST");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "headscale+postgres://hs:hunter2@h/d",
        "headscale+postgres://h/d?user=hs&password=hunter2",
        "headscale+postgres://hs:hunter2@[broken",
        "wayleave:https://ada:hunter2@vpn.example.com"
      })
  void passwordsInUrlsAreRefusedAndNotRepeated(String text) {
    assertThatThrownBy(() -> parser.parse(text))
        .isInstanceOf(CommandException.class)
        .message()
        .doesNotContain("hunter2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "headscale:",
        "bundle:",
        "wayleave:vpn",
        "wayleave:ftp://h",
        "wayleave:http://h/x"
      })
  void incompleteOnesAreRefused(String text) {
    assertThatThrownBy(() -> parser.parse(text)).isInstanceOf(CommandException.class);
  }
}
