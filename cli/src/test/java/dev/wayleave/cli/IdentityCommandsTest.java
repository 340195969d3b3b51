package dev.wayleave.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The commands about the logins of users, and about who awaits approval.
class IdentityCommandsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;
  private AskedCoordinator coordinator;
  private CommandRun command;

  @BeforeEach
  void start() throws IOException {
    coordinator = AskedCoordinator.start();
    command =
        new CommandRun(folder)
            .with("WAYLEAVE_URL", coordinator.url())
            .with("WAYLEAVE_API_KEY", "hskey-api-x-y");
  }

  @AfterEach
  void stop() {
    coordinator.close();
  }

  private String out(String... words) {
    assertThat(command.run(words)).as(command.err()).isEqualTo(ExitCode.DONE);
    return command.out();
  }

  private void refused(String sentence, String... words) {
    assertThat(command.run(words)).as(command.out()).isEqualTo(ExitCode.FAILED);
    assertThat(command.out()).isEmpty();
    assertThat(command.err()).startsWith("wayleave: ").contains(sentence);
    assertThat(coordinator.changes()).isEmpty();
  }

  @Test
  void theLoginsOfAUserAreListedWithWhatIsAwaited() throws IOException {
    List<String> lines = out("users", "identities", "list", "--user", "ann").lines().toList();
    assertThat(lines).hasSize(4);
    assertThat(lines.get(1).split(" {2,}"))
        .containsExactly(
            "https://id.example.com/s1",
            "2026-11-22T09:59:00Z",
            "keycloak",
            "ann@example.com",
            "group:dev, auditor");
    assertThat(lines.get(2)).contains("https://old.example.com/s9", "never");
    assertThat(lines.get(3))
        .contains("https://new.example.com with email ann@example.com", "awaited until 2026-12-01");
    assertThat(JSON.readTree(out("user", "identity", "ls", "-u", "1", "-o", "json")).properties())
        .extracting(Map.Entry::getKey)
        .containsExactlyInAnyOrder("expected", "identities");
    out("users", "identities", "list", "--user", "bob");
    assertThat(command.err()).contains("nobody logs in as this user");
  }

  @Test
  void aLoginIsLinkedByProviderOrIssuerOnceAPersonAgrees() {
    String[] link = {
      "users", "identities", "link", "--user", "ann", "--provider", "keycloak", "--subject", "s2"
    };
    assertThat(command.typing("no\n").run(link)).isEqualTo(ExitCode.FAILED);
    assertThat(command.err())
        .contains("logs in as s2 at https://id.example.com is user ann (id 1)", "[y/N]");
    assertThat(coordinator.changes()).isEmpty();
    command.typing("y\n");
    assertThat(out(link)).contains("User ann (id 1) is known by this login from now on.");
    assertThat(coordinator.changes())
        .containsExactly(
            "POST /users/1/identities {'issuer':'https://id.example.com','subject':'s2'}");
    out("users", "identities", "link", "-u", "1", "--issuer", "https://x/", "--subject", "s", "-y");
    assertThat(coordinator.changes())
        .containsExactly("POST /users/1/identities {'issuer':'https://x/','subject':'s'}");
    refused(
        "--provider NAME or with --issuer URL",
        "users",
        "identities",
        "link",
        "--user",
        "ann",
        "--subject",
        "s",
        "--yes");
  }

  @Test
  void aLoginIsTakenAwayOnceAPersonAgrees() {
    String identity = "https://id.example.com/s1";
    refused("give --yes", "users", "identities", "unlink", "--user", "ann", identity);
    out("users", "identities", "unlink", "--user", "ann", identity, "--yes");
    assertThat(coordinator.changes())
        .containsExactly("POST /users/1/identities/unlink {'identity':'" + identity + "'}");
    refused(
        "has no login \"nonsense\"",
        "users",
        "identities",
        "unlink",
        "--user",
        "ann",
        "nonsense",
        "--yes");
  }

  @Test
  void aLoginIsAwaitedForATimeAndNoMore() {
    out(
        "users",
        "identities",
        "expect",
        "--user",
        "ann",
        "--provider",
        "keycloak",
        "--value",
        "ann@example.com",
        "--expiration",
        "24h",
        "--yes");
    assertThat(coordinator.changes())
        .singleElement()
        .asString()
        .startsWith(
            "POST /users/1/identities/expect"
                + " {'claim':'email','issuer':'https://id.example.com','until':'")
        .endsWith("'value':'ann@example.com'}");
    refused(
        "give --yes",
        "users",
        "identities",
        "expect",
        "--user",
        "ann",
        "--issuer",
        "https://x",
        "--claim",
        "preferred_username",
        "--value",
        "ann");
    refused(
        "--expiration",
        "users",
        "identities",
        "expect",
        "--user",
        "ann",
        "--issuer",
        "https://x",
        "--value",
        "ann",
        "--expiration",
        "soon",
        "--yes");
    out("users", "identities", "unexpect", "--user", "ann", "--issuer", "https://new.example.com");
    assertThat(coordinator.changes())
        .containsExactly(
            "POST /users/1/identities/unexpect"
                + " {'claim':'email','issuer':'https://new.example.com'}");
  }

  @Test
  void whoAwaitsApprovalIsSaidByTheSettings() {
    assertThat(out("settings", "get").lines())
        .anyMatch(line -> line.matches("new users await approval +yes"))
        .anyMatch(line -> line.matches("new devices await approval +no"));
    out("settings", "set", "--user-approval", "on", "--device-approval", "off");
    assertThat(coordinator.changes())
        .containsExactly("PATCH /settings {'deviceApproval':false,'userApproval':true}");
    out("settings", "set", "--user-approval", "off");
    assertThat(coordinator.changes()).containsExactly("PATCH /settings {'userApproval':false}");
    refused("say what to change", "settings", "set");
    refused("takes on or off", "settings", "set", "--user-approval", "perhaps");
  }
}
