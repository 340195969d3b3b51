package dev.wayleave.importers.tailscale.tscli;

import dev.wayleave.importers.tailscale.Section;
import dev.wayleave.importers.tailscale.shape.ShapedExport;
import dev.wayleave.tailnet.inventory.Finding;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What output of tscli cannot tell, or does not tell here.
final class TscliFindings {
  private TscliFindings() {}

  static Finding ofOneDevice(Path file, Section section) {
    return Finding.lossy(
        "DEVICE_NOT_NAMED",
        "file " + file,
        "It holds " + section.file() + " of one device, and tscli does not say of which.",
        "Save it as " + section.file() + "/NODE-ID.json in the folder.");
  }

  static Finding passed(Path file, String what) {
    return Finding.info(
        "FILE_NOT_READ",
        "file " + file,
        "It holds " + what + "; it is not read.",
        "Nothing to do.");
  }

  static Finding dnsInParts(Path place) {
    return Finding.action(
        "DNS_IN_PART",
        "folder " + place,
        "DNS settings come from single commands, which do not tell whether local DNS is overridden"
            + " nor which nameservers are used with an exit node.",
        "Save the output of `tscli get dns configuration -o json` beside them.");
  }

  static List<Finding> of(Path place, ShapedExport export) {
    List<Finding> findings = new ArrayList<>();
    String object = "folder " + place;
    if (missing(export, Section.DEVICES)) {
      findings.add(
          Finding.lossy(
              "DEVICES_NOT_TOLD",
              object,
              "There is no output of `tscli list devices`, so no device could be recognised.",
              "Save the output of `tscli list devices --all -o json` in the folder."));
    } else {
      findings.add(
          Finding.info(
              "DEVICES_AS_LISTED",
              object,
              "Routes, endpoints and home relays are only there if the list was made with --all.",
              "Make it again with `tscli list devices --all -o json` if routes are missing."));
    }
    add(findings, export, object, Section.USERS, "`tscli list users --type all -o json`");
    add(findings, export, object, Section.POLICY, "`tscli get policy`");
    add(findings, export, object, Section.DNS, "`tscli get dns configuration -o json`");
    return findings;
  }

  private static void add(
      List<Finding> findings, ShapedExport export, String object, Section section, String command) {
    if (missing(export, section)) {
      findings.add(
          Finding.action(
              section.name() + "_NOT_TOLD",
              object,
              "There is no " + section.file() + " in any file of the folder.",
              "Save the output of " + command + " in the folder."));
    }
  }

  private static boolean missing(ShapedExport export, Section section) {
    return export.notRead().stream().anyMatch(part -> part.section() == section);
  }
}
