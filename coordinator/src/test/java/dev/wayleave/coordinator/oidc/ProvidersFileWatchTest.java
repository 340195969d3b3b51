package dev.wayleave.coordinator.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.coordinator.running.Client;
import dev.wayleave.coordinator.running.EmptyTailnet;
import dev.wayleave.coordinator.running.Imported;
import dev.wayleave.coordinator.running.RunningCoordinator;
import dev.wayleave.coordinator.state.TailnetState;
import dev.wayleave.tailnet.identity.Subject;
import dev.wayleave.tailnet.model.Identity;
import dev.wayleave.tailnet.model.Role;
import dev.wayleave.tailnet.model.User;
import dev.wayleave.tailnet.model.UserId;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a provider of the file gave ends with it, without anybody's logging in.
@QuarkusTest
@RunningCoordinator
class ProvidersFileWatchTest {
  private static final String ONE =
      """
      - name: staff
        issuer: https://id.example.com
        clientId: wayleave
        policyGroups: {dev: group:dev}
        groupRoles: {ops: admin}
      """;

  @Inject TailnetState state;
  @TempDir private Path folder;
  private Instant now = Instant.parse("2026-11-23T10:00:00Z");
  private Path file;

  @BeforeEach
  void logIn() throws Exception {
    EmptyTailnet.make();
    file = Files.writeString(folder.resolve("providers.yaml"), ONE);
    loggedIn("staff");
  }

  @AfterEach
  void leave() throws Exception {
    EmptyTailnet.make();
  }

  private static void loggedIn(String by) {
    Identity identity =
        new Subject("https://id.example.com", "s1")
            .identity("oidc")
            .seen(
                new Identity.LastLogin(
                    Instant.now(), by, Set.of("group:dev"), Set.of(Role.ADMIN), "ann@example.com"));
    Imported.put(new User(new UserId(1), "ann", "", "", "", List.of(identity), Set.of(), null));
  }

  private ProvidersFileWatch started(Path read) {
    ProvidersFileWatch watch = new ProvidersFileWatch(state, new ProvidersFile(read, () -> now));
    watch.tick();
    return watch;
  }

  private void changed(ProvidersFileWatch watch, String text) throws Exception {
    Files.writeString(file, text);
    now = now.plus(6, ChronoUnit.SECONDS);
    watch.tick();
  }

  private User ann() {
    return state.image().user(new UserId(1)).orElseThrow();
  }

  private void hasAll() {
    assertThat(ann().groups()).containsExactly("group:dev");
    assertThat(ann().allRoles()).containsExactly(Role.ADMIN);
  }

  private void hasNothing() {
    assertThat(ann().groups()).isEmpty();
    assertThat(ann().allRoles()).isEmpty();
    assertThat(ann().identities()).as("who it is stays").hasSize(1);
  }

  @Test
  void itEndsWhereTheFileDisablesTheProvider() throws Exception {
    ProvidersFileWatch watch = started(file);
    hasAll();
    changed(watch, ONE + "  enabled: false\n");
    hasNothing();
    assertThat(Client.owner().get("/api/v1alpha/audit?limit=1").asString())
        .contains("DropDisowned", "coordinator");
  }

  @Test
  void itEndsWhereTheProviderIsTakenOutOfTheFileOrIsAnotherOneByNow() throws Exception {
    ProvidersFileWatch watch = started(file);
    changed(watch, ONE.replace("id.example.com", "other.example.com"));
    hasNothing();
    loggedIn("staff");
    changed(watch, ONE.replace("name: staff", "name: guests"));
    hasNothing();
  }

  @Test
  void whatIsMappedToOthersEndsAndTheRestStays() throws Exception {
    ProvidersFileWatch watch = started(file);
    changed(watch, ONE.replace("{ops: admin}", "{ops: auditor}"));
    assertThat(ann().groups()).containsExactly("group:dev");
    assertThat(ann().allRoles()).isEmpty();
  }

  @Test
  void itEndsAtTheStartWhereTheFileChangedMeanwhileOrThereIsNone() throws Exception {
    Files.writeString(file, ONE + "  enabled: false\n");
    started(file);
    hasNothing();
    loggedIn("staff");
    new ProvidersFileWatch(state, new ProvidersFile(null, () -> now)).tick();
    hasNothing();
  }

  @Test
  void aFileThatCannotBeReadEndsNothing() throws Exception {
    ProvidersFileWatch watch = started(file);
    changed(watch, "- nome: staff");
    hasAll();
    Files.delete(file);
    started(file);
    hasAll();
  }

  @Test
  void whereNobodyLosesAnythingNothingIsWritten() throws Exception {
    long before = state.image().version();
    ProvidersFileWatch watch = started(file);
    changed(watch, ONE.replace("clientId: wayleave", "clientId: other"));
    assertThat(state.image().version()).isEqualTo(before);
  }
}
