package dev.wayleave.importers.tailscale.kind;

import dev.wayleave.importers.tailscale.ExportKind;
import dev.wayleave.importers.tailscale.console.MachinesTable;
import dev.wayleave.importers.tailscale.member.MemberView;
import dev.wayleave.importers.tailscale.shape.ExportJson;
import dev.wayleave.importers.tailscale.shape.JsonOutline;
import dev.wayleave.importers.tailscale.tscli.TscliFolder;
import dev.wayleave.tailnet.inventory.SourceException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A file that may be an export, or part of one.
record FoundFile(Path path, Optional<ExportKind> kind) {
  private static final List<String> ENDINGS = List.of(".json", ".hujson", ".csv", ".tfstate");

  private static final int HEADING_BYTES = 16 * 1024;

  boolean is(ExportKind other) {
    return kind.equals(Optional.of(other));
  }

  /// Whether a file of a folder is looked at; backups and notes are not.
  static boolean mayBe(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return !lower.startsWith(".") && ENDINGS.stream().anyMatch(lower::endsWith);
  }

  /// A file that somebody named, which must be something.
  static FoundFile named(Path file) throws SourceException {
    FoundFile found = in(file);
    if (found.kind().isEmpty()) {
      throw new SourceException(
          file
              + " is none of the exports that are known: output of tscli, a Terraform state, the"
              + " machines table of the admin console, a member's status or netmap.");
    }
    return found;
  }

  static FoundFile in(Path file) throws SourceException {
    try {
      String heading = heading(file);
      if (MachinesTable.heads(heading)) {
        return new FoundFile(file, Optional.of(ExportKind.CONSOLE_CSV));
      }
      String start = heading.stripLeading();
      if (!start.startsWith("{") && !start.startsWith("[") && !start.startsWith("/")) {
        return new FoundFile(file, Optional.empty());
      }
      return new FoundFile(file, json(file));
    } catch (IOException e) {
      throw ExportJson.trouble(file, e);
    }
  }

  private static String heading(Path file) throws IOException {
    try (InputStream in = ExportJson.open(file)) {
      return new String(in.readNBytes(HEADING_BYTES), StandardCharsets.UTF_8);
    }
  }

  private static Optional<ExportKind> json(Path file) throws IOException, SourceException {
    JsonOutline outline = JsonOutline.of(file);
    if (outline.hasAll("lineage", "resources") || outline.hasAll("terraform_version", "version")) {
      return Optional.of(ExportKind.TERRAFORM_STATE);
    }
    if (outline.has("format_version")) {
      throw new SourceException(
          file
              + " is output of `terraform show`, not a state; save the state with `terraform state"
              + " pull`.");
    }
    if (outline.hasAll("BackendState", "Self")) {
      return Optional.of(ExportKind.MEMBER_STATUS);
    }
    if (MemberView.isNetmap(outline)) {
      return Optional.of(ExportKind.MEMBER_NETMAP);
    }
    return TscliFolder.knows(outline, file.getFileName().toString())
        ? Optional.of(ExportKind.TSCLI)
        : Optional.empty();
  }
}
