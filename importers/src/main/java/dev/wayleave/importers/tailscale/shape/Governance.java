package dev.wayleave.importers.tailscale.shape;

import dev.wayleave.importers.tailscale.ExportKind;
import dev.wayleave.importers.tailscale.HostedExport;
import dev.wayleave.importers.tailscale.NotRead;
import dev.wayleave.importers.tailscale.Section;
import dev.wayleave.tailnet.inventory.Finding;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What an export of another kind than the API's lacks of how the tailnet is governed.
public final class Governance {
  /// The code of the finding.
  public static final String CODE = "GOVERNANCE_NOT_TOLD";

  private static final Map<Section, String> NAMES = names();

  private Governance() {}

  private static Map<Section, String> names() {
    Map<Section, String> names = new EnumMap<>(Section.class);
    names.put(Section.DNS, "DNS");
    names.put(Section.SETTINGS, "settings");
    names.put(Section.KEYS, "keys");
    names.put(Section.SERVICES, "services");
    names.put(Section.WEBHOOKS, "webhooks");
    names.put(Section.CONTACTS, "contacts");
    names.put(Section.POSTURE_INTEGRATIONS, "posture integrations");
    names.put(Section.DEVICE_ATTRIBUTES, "posture attributes");
    names.put(Section.USER_INVITES, "invites of users");
    names.put(Section.DEVICE_INVITES, "shares of devices");
    names.put(Section.LOGSTREAM_CONFIGURATION, "the log stream of changes");
    names.put(Section.LOGSTREAM_NETWORK, "the log stream of flows");
    names.put(Section.AUDIT, "the audit log");
    return Collections.unmodifiableMap(names);
  }

  /// The finding; nothing where all of it is told.
  ///
  /// A member and the machines table never know of it, so that it is lost for certain. Outputs and
  /// states leave out what nobody saved, which may be all that there is.
  public static Optional<Finding> ofOther(HostedExport export) {
    String missing =
        NAMES.entrySet().stream()
            .filter(name -> lacks(export, name.getKey()))
            .map(Map.Entry::getValue)
            .collect(Collectors.joining(", "));
    if (missing.isEmpty()) {
      return Optional.empty();
    }
    Finding.Level level =
        switch (export.kind()) {
          case API, TSCLI, TERRAFORM_STATE -> Finding.Level.ACTION;
          case CONSOLE_CSV, MEMBER_STATUS, MEMBER_NETMAP -> Finding.Level.LOSSY;
        };
    return Optional.of(
        new Finding(
            level,
            CODE,
            "export " + export.place(),
            "It does not hold " + missing + ".",
            "Export the tailnet with `wayleave export tailscale`, or accept to set up again what"
                + " the tailnet uses of it."));
  }

  /// A status or an output says by itself that it knows no DNS.
  private static boolean lacks(HostedExport export, Section section) {
    boolean toldApart =
        section == Section.DNS
            && (export.kind() == ExportKind.MEMBER_STATUS || export.kind() == ExportKind.TSCLI);
    return !toldApart && export.notRead().stream().map(NotRead::section).anyMatch(section::equals);
  }

  /// The same with what else is told of an export.
  public static OpenedExport with(HostedExport export, List<Finding> findings) {
    return new OpenedExport(
        export, Stream.concat(findings.stream(), ofOther(export).stream()).toList());
  }
}
