package dev.wayleave.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.wayleave.tailnet.inventory.Counts;
import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.inventory.Progress;
import dev.wayleave.tailnet.inventory.Reading;
import dev.wayleave.tailnet.inventory.bundle.BundleWriter;
import dev.wayleave.tailnet.inventory.bundle.Protection;
import dev.wayleave.testkit.tailnet.TailnetBuilder;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The verbs from end to end, from a bundle to a bundle.
class BundleCommandsTest {
  @TempDir Path folder;
  private CommandRun command;

  @BeforeEach
  void writeSource() throws IOException {
    write("source.wl", TailnetBuilder.seeded(1).reading());
    command = new CommandRun(folder);
  }

  private void write(String name, Reading reading) throws IOException {
    try (OutputStream out = Files.newOutputStream(folder.resolve(name))) {
      new BundleWriter(CommandRun.NOW, new Protection.Plain(), false)
          .write(reading, out, Progress.SILENT);
    }
  }

  private static Reading withFinding(Finding finding) {
    Reading plain = TailnetBuilder.seeded(1).reading();
    return new Reading(plain.inventory(), plain.counts(), List.of(finding));
  }

  @Test
  void inspectPrintsExactlyTheDocumentedKeys() throws IOException {
    int code = command.run("inspect", "--from", "bundle:source.wl", "-o", "json");
    assertThat(command.err()).isEmpty();
    assertThat(code).isZero();
    JsonNode document = new ObjectMapper().readTree(command.out());
    assertThat(document.fieldNames())
        .toIterable()
        .containsExactly("source", "counts", "findings", "inventory");
    assertThat(document.get("source").fieldNames())
        .toIterable()
        .containsExactly("kind", "release", "database");
    assertThat(document.get("counts").fieldNames())
        .toIterable()
        .containsExactly("users", "nodes", "preAuthKeys", "apiKeys", "policies", "routes");
    assertThat(document.at("/counts/nodes").asInt()).isEqualTo(8);
    assertThat(document.at("/inventory/nodes")).hasSize(8);
    assertThat(document.at("/inventory/leftovers")).hasSize(1);
    assertThat(document.get("inventory").fieldNames())
        .toIterable()
        .contains("server", "dns", "derp", "secrets", "users", "apiKeys", "policies", "leftovers");
  }

  @Test
  void inspectShowsFingerprintsOfSecretsInEveryFormat() {
    String secret = TailnetBuilder.seeded(1).inventory().secrets().getFirst().value().reveal();
    for (String format : List.of("table", "json", "yaml")) {
      assertThat(command.run("inspect", "--from", "bundle:source.wl", "-o", format)).isZero();
      assertThat(command.out()).isNotEmpty().doesNotContain(secret).doesNotContain("$2a$10$");
    }
  }

  @Test
  void inspectWritesYamlThatStartsWithTheSource() {
    assertThat(command.run("inspect", "--from", "bundle:source.wl", "-o", "yaml")).isZero();
    assertThat(command.out()).startsWith("source:\n  kind: \"headscale\"\n");
  }

  @Test
  void inspectOfBlockersIsStillZero() throws IOException {
    write("bad.wl", withFinding(Finding.blocker("BAD", "node 1 (a)", "It is bad.", "Mend it.")));
    assertThat(command.run("inspect", "--from", "bundle:bad.wl", "-o", "json")).isZero();
    assertThat(command.out()).contains("\"BLOCKER\"");
  }

  @Test
  void inspectOfWhatCannotBeReadPrintsNoJson() throws IOException {
    Files.writeString(folder.resolve("other"), "not a bundle\n");
    assertThat(command.run("inspect", "--from", "bundle:other", "-o", "json")).isEqualTo(1);
    assertThat(command.out()).isEmpty();
    assertThat(command.err()).startsWith("wayleave: ").hasLineCount(1);
  }

  @Test
  void planIsTwoWhileThereIsSomethingToDoAndZeroAfter() {
    assertThat(plan()).isEqualTo(2);
    assertThat(command.out()).contains("  + 1 (").contains("to create, 0 to update, 0 to delete");
    assertThat(Files.exists(folder.resolve("target.wl"))).isFalse();
    assertThat(apply("--yes", "--plain")).isZero();
    assertThat(plan()).isZero();
    assertThat(command.out()).contains("Nothing to change.");
  }

  private int plan(String... more) {
    return command.run(args(List.of("plan"), more));
  }

  private int apply(String... more) {
    return command.run(args(List.of("apply"), more));
  }

  private static String[] args(List<String> verb, String... more) {
    List<String> args = new java.util.ArrayList<>(verb);
    args.addAll(List.of("--from", "bundle:source.wl", "--to", "bundle:target.wl"));
    args.addAll(List.of(more));
    return args.toArray(String[]::new);
  }

  @Test
  void savedPlanIsPrivateHoldsNoSecretAndIsAppliedAsSaved() throws IOException {
    assertThat(plan("--plain", "--out", "plan.json")).isEqualTo(2);
    Path saved = folder.resolve("plan.json");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(saved)))
        .isEqualTo("rw-------");
    JsonNode document = new ObjectMapper().readTree(saved.toFile());
    assertThat(document.get("format").asText()).isEqualTo("wayleave-plan/1");
    assertThat(document.get("from").asText()).isEqualTo("bundle:" + folder.resolve("source.wl"));
    assertThat(Files.readString(saved)).doesNotContain("privkey:").doesNotContain("$2a$10$");
    assertThat(command.run("apply", "plan.json", "--yes")).isZero();
    assertThat(command.out()).contains("Applied as migration ");
    assertThat(verify()).isZero();
  }

  private int verify(String... more) {
    return command.run(args(List.of("verify"), more));
  }

  @Test
  void savedPlanIsRefusedWhenTheSourceChanged() throws IOException {
    plan("--plain", "--out", "plan.json");
    write("source.wl", TailnetBuilder.seeded(2).reading());
    assertThat(command.run("apply", "plan.json", "--yes")).isEqualTo(1);
    assertThat(command.err())
        .isEqualTo(
            "wayleave: the source bundle:%s changed since the plan was saved; nothing was applied,"
                    .formatted(folder.resolve("source.wl"))
                + " so plan again.\n");
    assertThat(Files.exists(folder.resolve("target.wl"))).isFalse();
  }

  @Test
  void savedPlanIsRefusedWhenTheTargetChanged() throws IOException {
    plan("--plain", "--out", "plan.json");
    write("target.wl", TailnetBuilder.seeded(2).reading());
    assertThat(command.run("apply", "plan.json", "--yes")).isEqualTo(1);
    assertThat(command.err()).contains("the target bundle:" + folder.resolve("target.wl"));
  }

  @Test
  void otherFilesAreNoPlans() throws IOException {
    Files.writeString(folder.resolve("a.json"), "{\"format\":\"wayleave-plan/9\"}");
    Files.writeString(folder.resolve("b.json"), "{");
    Files.writeString(folder.resolve("c.json"), "{\"format\":\"wayleave-plan/1\",\"plan\":7}");
    for (String name : List.of("a.json", "b.json", "c.json", "d.json")) {
      assertThat(command.run("apply", name, "--yes")).isEqualTo(1);
      assertThat(command.err()).startsWith("wayleave: ").contains(name).hasLineCount(1);
    }
  }

  @Test
  void applyAsksAndTakesNoForAnAnswer() {
    command.typing("n\n");
    assertThat(apply("--plain")).isEqualTo(1);
    assertThat(command.err()).contains("[y/N]").contains("nothing was applied");
    assertThat(Files.exists(folder.resolve("target.wl"))).isFalse();
    command.typing("yes\n");
    assertThat(apply("--plain")).isZero();
  }

  @Test
  void applyWithoutAPersonNeedsYes() {
    assertThat(apply("--plain")).isEqualTo(1);
    assertThat(command.err()).contains("--yes");
    assertThat(Files.exists(folder.resolve("target.wl"))).isFalse();
  }

  @Test
  void applyIsTwoForABlockerWhateverIsAccepted() throws IOException {
    write("source.wl", withFinding(Finding.blocker("BAD", "node 1 (a)", "Bad.", "Mend it.")));
    assertThat(apply("--plain", "--yes", "--accept", "BAD")).isEqualTo(2);
    assertThat(command.err()).contains("1 finding forbids it (BAD).");
    assertThat(Files.exists(folder.resolve("target.wl"))).isFalse();
  }

  @Test
  void applyIsTwoForALossUntilItsCodeIsAccepted() throws IOException {
    write("source.wl", withFinding(Finding.lossy("LOST", "node 1 (a)", "Lost.", "Accept.")));
    assertThat(apply("--plain", "--yes")).isEqualTo(2);
    assertThat(command.err()).contains("--accept CODE");
    assertThat(apply("--plain", "--yes", "--accept", "LOST")).isZero();
  }

  @Test
  void applyIsZeroForActionsAndInfos() throws IOException {
    write("source.wl", withFinding(Finding.action("DO", "node 1 (a)", "Do it.", "Do.")));
    assertThat(apply("--plain", "--yes", "-o", "json")).isZero();
    JsonNode document = new ObjectMapper().readTree(command.out());
    assertThat(document.get("applied").asBoolean()).isTrue();
    assertThat(document.at("/plan/findings/0/code").asText()).isEqualTo("DO");
  }

  @Test
  void verifyNamesWhatDiffers() throws IOException {
    apply("--plain", "--yes");
    Inventory before = TailnetBuilder.seeded(1).inventory();
    write("source.wl", renamed(before, name -> name + "-new"));
    assertThat(verify("--html", "verify.html")).isEqualTo(2);
    String name = before.users().getFirst().name();
    assertThat(command.out())
        .contains("DIFFERENT user 1 (" + name + "-new)")
        .contains("name is \"" + name + "\" there and \"" + name + "-new\" here")
        .contains("1 entity differs.");
    assertThat(folder.resolve("verify.html")).content().contains("1 entity differs.");
  }

  private static Reading renamed(Inventory before, UnaryOperator<String> name) {
    Inventory.Builder after = Inventory.builder(before.source());
    var first = before.users().getFirst();
    before.entities().filter(entity -> !entity.value().equals(first)).forEach(after::add);
    after.add(
        new dev.wayleave.tailnet.model.User(
            first.id(),
            name.apply(first.name()),
            first.displayName(),
            first.email(),
            first.pictureUrl(),
            first.identities(),
            first.roles(),
            first.createdAt()));
    Counts counts = TailnetBuilder.counts(before);
    return new Reading(after.build(), counts, List.of());
  }

  @Test
  void rollbackTakesBackAndThenHasNothingLeftToTakeBack() {
    apply("--plain", "--yes");
    String migration = command.out().replaceAll("(?s).*Applied as migration (\\S+)\\..*", "$1");
    assertThat(command.run("rollback", "--to", "bundle:target.wl", migration)).isZero();
    assertThat(Files.exists(folder.resolve("target.wl"))).isFalse();
    assertThat(command.run("rollback", "--to", "bundle:target.wl", migration)).isEqualTo(1);
    assertThat(command.err()).hasLineCount(1);
  }

  @Test
  void rollbackThatWouldLoseEditsIsTwoAndListsThem() throws IOException {
    apply("--plain", "--yes");
    String migration = command.out().replaceAll("(?s).*Applied as migration (\\S+)\\..*", "$1");
    write("target.wl", TailnetBuilder.seeded(3).reading());
    assertThat(command.run("rollback", "--to", "bundle:target.wl", migration)).isEqualTo(2);
    assertThat(command.out()).startsWith("! ");
    assertThat(command.err()).contains("(1)");
  }

  @Test
  void bundlesAreSealedWithAPassphraseFromAFileOrTheEnvironment() throws IOException {
    assertThat(apply("--yes")).isEqualTo(1);
    assertThat(command.err()).contains("--passphrase-file").contains("--plain");
    Files.writeString(folder.resolve("pass"), "correct horse\n");
    assertThat(apply("--yes", "--passphrase-file", "pass")).isZero();
    assertThat(command.run("inspect", "--from", "bundle:target.wl")).isEqualTo(1);
    assertThat(command.err()).contains("is encrypted");
    command.with("WAYLEAVE_PASSPHRASE", "correct horse");
    assertThat(command.run("inspect", "--from", "bundle:target.wl")).isZero();
    assertThat(verify()).isZero();
    command.with("WAYLEAVE_PASSPHRASE", "wrong");
    assertThat(command.run("inspect", "--from", "bundle:target.wl")).isEqualTo(1);
    assertThat(command.err()).doesNotContain("wrong\n").hasLineCount(1);
  }

  @Test
  void overwriteTakesKindsAlone() {
    assertThat(plan("--overwrite", "nodes", "--overwrite", "users")).isEqualTo(2);
    assertThat(plan("--overwrite", "node")).isEqualTo(1);
    assertThat(command.err())
        .contains("the kinds are server, dns, derp, transition, secrets, identityProviders, users");
  }

  @Test
  void usageErrorsAreOneSentenceAndOne() {
    for (String[] args :
        List.of(
            new String[] {},
            new String[] {"inspect"},
            new String[] {"explode"},
            new String[] {"plan", "--from", "bundle:source.wl"},
            new String[] {"inspect", "--from", "bundle:source.wl", "-o", "xml"},
            new String[] {"apply"},
            new String[] {"apply", "plan.json", "--to", "bundle:x"},
            new String[] {"inspect", "--from", "gopher:x"},
            new String[] {"migrations", "--to", "bundle:x"})) {
      assertThat(command.run(args)).as(String.join(" ", args)).isEqualTo(1);
      assertThat(command.err()).startsWith("wayleave: ").hasLineCount(1);
    }
  }

  @Test
  void reportThatCannotBeWrittenIsOneSentenceWithItsPath() {
    Path nowhere = folder.resolve("missing/report.html");
    assertThat(plan("--html", nowhere.toString())).isEqualTo(1);
    assertThat(command.err())
        .isEqualTo(
            "wayleave: %s cannot be opened or written: there is no such file or folder.\n"
                .formatted(nowhere));
    assertThat(plan("--out", nowhere.toString())).isEqualTo(1);
    assertThat(command.err()).startsWith("wayleave: the plan could not be saved").hasLineCount(1);
  }

  @Test
  void helpNamesEveryVerb() {
    assertThat(command.run("--help")).isZero();
    for (String verb :
        List.of("try", "serve", "inspect", "plan", "apply", "verify", "rollback", "migrations")) {
      assertThat(command.out()).contains("  " + verb + " ");
      assertThat(command.run(verb, "--help")).isZero();
      assertThat(command.out()).contains("Usage: wayleave " + verb);
      command.run("--help");
    }
    assertThat(command.out()).doesNotContain("warm-up");
  }
}
