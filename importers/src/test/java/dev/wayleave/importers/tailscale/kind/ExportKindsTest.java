package dev.wayleave.importers.tailscale.kind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wayleave.importers.tailscale.ExportKind;
import dev.wayleave.importers.tailscale.Section;
import dev.wayleave.importers.tailscale.console.MachinesTable;
import dev.wayleave.importers.tailscale.member.MemberStatus;
import dev.wayleave.importers.tailscale.shape.Opened;
import dev.wayleave.importers.tailscale.terraform.TerraformState;
import dev.wayleave.tailnet.inventory.SourceException;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportKindsTest {
  private static final int MANY = 50_000;

  @TempDir Path room;

  private Path copy(Class<?> beside, String name, String as) throws IOException {
    return Files.copy(Opened.file(beside, name), room.resolve(as));
  }

  @Test
  void knowsEveryKindAsAFolderAndAsAFile() throws Exception {
    Path status = copy(MemberStatus.class, "status.json", "x.json");
    assertThat(ExportKinds.kindOf(status)).isEqualTo(ExportKind.MEMBER_STATUS);
    assertThat(ExportKinds.kindOf(room)).isEqualTo(ExportKind.MEMBER_STATUS);
    Files.delete(status);
    Path netmap = copy(MemberStatus.class, "netmap.json", "y");
    assertThat(ExportKinds.kindOf(netmap)).isEqualTo(ExportKind.MEMBER_NETMAP);
    Path state = copy(TerraformState.class, "terraform.tfstate", "terraform.tfstate");
    assertThat(ExportKinds.kindOf(state)).isEqualTo(ExportKind.TERRAFORM_STATE);
    assertThat(ExportKinds.kindOf(room)).isEqualTo(ExportKind.TERRAFORM_STATE);
    Files.delete(state);
    Path table = copy(MachinesTable.class, "machines.csv", "example.com-devices.csv");
    assertThat(ExportKinds.kindOf(table)).isEqualTo(ExportKind.CONSOLE_CSV);
    assertThat(ExportKinds.kindOf(room)).isEqualTo(ExportKind.CONSOLE_CSV);
  }

  @Test
  void leavesAnswersOfTheApiToTheirReader() throws Exception {
    Opened.write(room.resolve("devices.json"), "{\"devices\": []}");
    Opened.write(room.resolve("notes.txt"), "[ours]");

    assertThat(ExportKinds.kindOf(room)).isEqualTo(ExportKind.API);
    assertThat(ExportKinds.open(room)).isEmpty();

    Opened.write(room.resolve("old-users.json"), "[{\"loginName\": \"a@b\"}]");
    assertThat(ExportKinds.kindOf(room)).isEqualTo(ExportKind.TSCLI);
    Opened.write(room.resolve("export.json"), "{}");
    assertThat(ExportKinds.kindOf(room)).isEqualTo(ExportKind.API);
  }

  @Test
  void saysInOneSentenceWhyAPlaceIsNone() throws Exception {
    Path show = Opened.write(room.resolve("show.json"), "{\"format_version\": \"1.0\"}");
    assertThatThrownBy(() -> ExportKinds.kindOf(show)).hasMessageContaining("terraform state pull");
    Files.delete(show);
    assertThatThrownBy(() -> ExportKinds.kindOf(room))
        .isInstanceOf(SourceException.class)
        .hasMessageContaining("no export of a hosted tailnet");
    assertThatThrownBy(() -> ExportKinds.kindOf(room.resolve("none")))
        .hasMessageContaining("no folder or file");
    Path text = Opened.write(room.resolve("x.json"), "<html>504</html>");
    assertThatThrownBy(() -> ExportKinds.kindOf(text)).hasMessageContaining("none of the exports");
    Path broken = Opened.write(room.resolve("x.json"), "{\"BackendState\": ");
    assertThatThrownBy(() -> ExportKinds.kindOf(broken)).hasMessageContaining("in the middle");
  }

  @Test
  void refusesFoldersOfSeveralKindsOrSeveralFilesOfOne() throws Exception {
    copy(MemberStatus.class, "status.json", "a.json");
    copy(MemberStatus.class, "status.json", "b.json");
    assertThatThrownBy(() -> ExportKinds.open(room))
        .hasMessageContaining("twice, a.json and b.json");
    copy(MachinesTable.class, "machines.csv", "m.csv");
    assertThatThrownBy(() -> ExportKinds.open(room))
        .hasMessageContaining("the admin console's CSV and a member's status");
  }

  @Test
  void readsAFileFromPowerShellWithItsByteOrderMark() throws Exception {
    String status = Files.readString(Opened.file(MemberStatus.class, "status.json"));
    Path file = Opened.write(room.resolve("s.json"), "\uFEFF" + status);

    assertThat(ExportKinds.open(file)).isPresent();
  }

  @Test
  void readsFiftyThousandMachinesOfATable() throws Exception {
    Path file = room.resolve("m.csv");
    try (BufferedWriter writer = Files.newBufferedWriter(file)) {
      writer.write("Device name,Device ID,Managed by,Domain,Tailscale IPs\n");
      for (int i = 0; i < MANY; i++) {
        writer.write("d" + i + ",n" + i + "CNTRL,a@example.com,d" + i + ".t.ts.net,100.64.0.1\n");
      }
    }

    Opened opened = new Opened(ExportKinds.open(file).orElseThrow());

    assertThat(opened.json(Section.DEVICES).path("devices")).hasSize(MANY);
  }

  @Test
  void readsFiftyThousandPeersOfAStatus() throws Exception {
    Path file = room.resolve("s.json");
    try (BufferedWriter writer = Files.newBufferedWriter(file)) {
      writer.write("{\"BackendState\": \"Running\", \"Self\": null, \"Peer\": {");
      for (int i = 0; i < MANY; i++) {
        writer.write(i == 0 ? "" : ",");
        writer.write("\"k" + i + "\": {\"ID\": \"n" + i + "\", \"PublicKey\": \"nodekey:" + i);
        writer.write("\", \"TailscaleIPs\": [\"100.64.0.1\"], \"UserID\": 1}");
      }
      writer.write("}, \"User\": {\"1\": {\"LoginName\": \"a@example.com\"}}}");
    }

    Opened opened = new Opened(ExportKinds.open(file).orElseThrow());

    assertThat(opened.json(Section.DEVICES).path("devices")).hasSize(MANY);
  }
}
