package dev.wayleave.importers.tailscale.kind;

import dev.wayleave.importers.tailscale.ExportKind;
import dev.wayleave.importers.tailscale.HostedExport;
import dev.wayleave.importers.tailscale.NotRead;
import dev.wayleave.importers.tailscale.Section;
import dev.wayleave.importers.tailscale.folder.ExportFolder;
import dev.wayleave.importers.tailscale.shape.Governance;
import dev.wayleave.importers.tailscale.shape.OpenedExport;
import dev.wayleave.tailnet.inventory.Finding;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// An export of some kind, with answers of the API in the place of what it tells itself or cannot
/// tell.
///
/// @param told the sections of which the folder holds something
record CompletedExport(HostedExport export, ExportFolder answers, Set<Section> told)
    implements HostedExport {
  /// What kinds say they cannot tell, which is not so where the section lies beside them.
  private static final Map<Section, Set<String>> OVERTAKEN =
      Map.of(
          Section.POLICY, Set.of("POLICY_NOT_TOLD"),
          Section.USERS, Set.of("USERS_NOT_TOLD", "ROLES_NOT_TOLD"),
          Section.DNS, Set.of("DNS_NOT_TOLD", "DNS_AS_SERVED", "DNS_IN_PART"),
          Section.DERP_MAP, Set.of("RELAY_BY_CODE"));

  CompletedExport {
    told = Set.copyOf(told);
  }

  static OpenedExport of(OpenedExport opened, ExportFolder answers) {
    CompletedExport completed = new CompletedExport(opened.export(), answers, answers.sections());
    Stream<Finding> still =
        opened.findings().stream().filter(finding -> !completed.overtakes(finding));
    List<Finding> findings = Stream.concat(still, Governance.ofOther(completed).stream()).toList();
    return new OpenedExport(completed, findings);
  }

  private boolean overtakes(Finding finding) {
    return finding.code().equals(Governance.CODE)
        || OVERTAKEN.entrySet().stream()
            .anyMatch(entry ->
                told.contains(entry.getKey()) && entry.getValue().contains(finding.code()));
  }

  @Override
  public ExportKind kind() {
    return export.kind();
  }

  @Override
  public String place() {
    return answers.place();
  }

  @Override
  public Optional<InputStream> open(Section section) throws IOException {
    return told.contains(section) ? answers.open(section) : export.open(section);
  }

  @Override
  public Optional<InputStream> open(Section section, String nodeId) throws IOException {
    return told.contains(section) ? answers.open(section, nodeId) : export.open(section, nodeId);
  }

  @Override
  public List<NotRead> notRead() {
    return export.notRead().stream().filter(missing -> !told.contains(missing.section())).toList();
  }
}
