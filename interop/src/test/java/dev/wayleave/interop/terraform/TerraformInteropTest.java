package dev.wayleave.interop.terraform;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.wayleave.exporters.terraform.TerraformTarget;
import dev.wayleave.interop.Child;
import dev.wayleave.interop.GoTool;
import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.inventory.Progress;
import dev.wayleave.tailnet.inventory.Reading;
import dev.wayleave.tailnet.inventory.plan.InventoryTarget.Preview;
import dev.wayleave.tailnet.inventory.plan.PlanOptions;
import dev.wayleave.tailnet.model.HostedObject;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.testkit.tailnet.TailnetBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Does the implementation of HCL that Terraform reads with take what is written for it, as it is
/// formatted, and read hostile names as the names they are?
class TerraformInteropTest {
  private static final String HOSTILE =
      "\"]}\n${file(\"/etc/hostname\")}%{if}$${x}\\ \u001b\u202e <<EOT";
  private static final Pattern HOST_NAME = Pattern.compile("hostname = (\".*\")");
  private static final long LIMIT_SECONDS = 60;

  @TempDir static Path room;

  @BeforeAll
  static void write() throws Exception {
    Inventory made = TailnetBuilder.seeded(5).users(2).nodes(8).inventory();
    Inventory.Builder hostile = Inventory.builder(made.source());
    made.entities().forEach(hostile::add);
    Node first = made.nodes().getFirst();
    hostile.replace(first.change().hostname(HOSTILE).build());
    hostile.add(
        new HostedObject(
            "settings",
            "settings",
            "{\"devicesApprovalOn\":true,\"devicesKeyDurationDays\":90,\"httpsEnabled\":true}"));
    hostile.add(
        new HostedObject(
            "federated-identity",
            "kFED",
            "{\"issuer\":\"https://i\",\"subject\":\"*\",\"scopes\":[\"dns\",\"acl\"],"
                + "\"customClaimRules\":{\"a\":\"b\",\"c\":\"d\"}}"));
    Inventory inventory = hostile.build();
    TerraformTarget target =
        new TerraformTarget(room.resolve("tf"), () -> Instant.EPOCH, new SplittableRandom(1));
    Preview preview =
        target.plan(
            new Reading(inventory, TailnetBuilder.counts(inventory), List.of()),
            PlanOptions.CAREFUL,
            Progress.SILENT);
    target.apply(
        preview,
        preview.plan().findings().stream().map(Finding::code).collect(Collectors.toSet()),
        Progress.SILENT);
  }

  private static String hcl(String input, String verb) throws IOException, InterruptedException {
    Path in = Files.writeString(Files.createTempFile(room, "in", ".txt"), input);
    Path out = Files.createTempFile(room, "out", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(GoTool.HCL.binary().toString(), verb)
            .redirectInput(in.toFile())
            .redirectErrorStream(true)
            .redirectOutput(out.toFile());
    try (Child child = Child.start(builder)) {
      assertThat(child.process().waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
      String said = Files.readString(out);
      assertThat(child.process().exitValue()).as(said).isZero();
      return said;
    }
  }

  @Test
  void everyFileIsFormattedAsTheReferenceFormats() throws Exception {
    try (Stream<Path> files = Files.list(room.resolve("tf"))) {
      List<Path> written = files.filter(file -> file.toString().endsWith(".tf")).toList();
      assertThat(written).hasSizeGreaterThan(3);
      for (Path file : written) {
        String text = Files.readString(file);
        assertThat(hcl(text, "format")).as(file.toString()).isEqualTo(text);
      }
    }
  }

  @Test
  void aHostileHostNameIsReadAsThatName() throws Exception {
    Matcher names = HOST_NAME.matcher(Files.readString(room.resolve("tf/devices.tf")));
    String literal =
        names
            .results()
            .map(found -> found.group(1))
            .filter(text -> text.contains("etc"))
            .findFirst()
            .orElseThrow();
    assertThat(new JsonMapper().readValue(hcl(literal, "evaluate"), String.class))
        .isEqualTo(HOSTILE);
  }
}
