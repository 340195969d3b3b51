package dev.wayleave.cli.export;

import dev.wayleave.importers.tailscale.NotRead;
import dev.wayleave.importers.tailscale.Section;
import dev.wayleave.importers.tailscale.api.ExportSummary;
import dev.wayleave.importers.tailscale.api.HostedAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What `wayleave export tailscale` brought, for programs.
///
/// @param tailnetId what the API calls it; null where that was not told
record ExportDocument(
    String folder,
    String baseUrl,
    String tailnet,
    @Nullable String tailnetId,
    List<Row> sections,
    List<Missing> notRead) {
  /// A section and how many bodies of it came, were there, and are missing.
  record Row(String section, int read, int kept, int missing) {}

  /// What was not told.
  ///
  /// @param object the device of a section per device, else empty
  /// @param status the HTTP status; 0 where nobody was asked
  /// @param scopes what lets a credential read it; empty where no scope does
  record Missing(String section, String object, int status, String message, String scopes) {}

  static ExportDocument of(HostedAddress address, ExportSummary summary) {
    List<Row> rows = new ArrayList<>();
    summary
        .sections()
        .forEach((section, outcome) ->
            rows.add(
                new Row(
                    TailscaleCommand.name(section),
                    outcome.read(),
                    outcome.kept(),
                    outcome.missing())));
    return new ExportDocument(
        summary.folder().toString(),
        address.url().toString(),
        address.tailnet(),
        summary.tailnetId(),
        rows,
        summary.notRead().stream().map(ExportDocument::missing).toList());
  }

  private static Missing missing(NotRead missing) {
    Section section = missing.section();
    return new Missing(
        TailscaleCommand.name(section),
        missing.object(),
        missing.status(),
        missing.message(),
        missing.status() == 403 ? section.scopes() : "");
  }
}
