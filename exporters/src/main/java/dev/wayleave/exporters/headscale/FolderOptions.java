package dev.wayleave.exporters.headscale;

import dev.wayleave.exporters.headscale.files.FilesRenderer;
import java.nio.file.Path;
import java.util.Map;

/// How a server's folder is written and read back.
///
/// @param temporary where a private copy of the database may lie while it is read
/// @param environment where a password for PostgreSQL is looked up when the folder is read back
public record FolderOptions(
    FilesRenderer renderer, Path temporary, Map<String, String> environment) {
  public FolderOptions {
    environment = Map.copyOf(environment);
  }
}
