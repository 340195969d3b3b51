package dev.wayleave.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.wayleave.cli.report.Documents;
import dev.wayleave.cli.report.Format;
import dev.wayleave.cli.report.PlanDocument;
import dev.wayleave.cli.terminal.CommandException;
import dev.wayleave.cli.terminal.SafeText;
import dev.wayleave.tailnet.inventory.json.InventoryJson;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// Plans that were saved to be applied later.
final class PlanFile {
  private PlanFile() {}

  static void write(Path file, PlanDocument document) throws CommandException {
    try (OutputStream out = PrivateFile.create(file)) {
      Documents.write(Format.JSON, out, document);
    } catch (IOException e) {
      throw new CommandException(
          "the plan could not be saved as %s (%s).".formatted(file, e.getMessage()), e);
    }
  }

  static PlanDocument read(Path file) throws CommandException {
    ObjectMapper mapper = InventoryJson.redacted().mapper();
    try {
      JsonNode tree = mapper.readTree(Files.readAllBytes(file));
      String format = tree == null ? "" : tree.path("format").asText();
      if (!format.equals(PlanDocument.FORMAT)) {
        throw new CommandException(notReadable(file, format));
      }
      return mapper.treeToValue(tree, PlanDocument.class);
    } catch (NoSuchFileException e) {
      throw new CommandException(
          "the plan %s does not exist; save one with wayleave plan --out.".formatted(file), e);
    } catch (JsonProcessingException e) {
      throw new CommandException(
          "%s is not a saved plan, or it was damaged; save it again with wayleave plan --out."
              .formatted(file),
          e);
    } catch (IOException e) {
      throw new CommandException(
          "the plan %s cannot be read (%s).".formatted(file, e.getMessage()), e);
    }
  }

  private static String notReadable(Path file, String format) {
    return format.startsWith("wayleave-plan/")
        ? "%s has the form %s, this Wayleave reads %s; make the plan anew."
            .formatted(file, SafeText.line(format, 40), PlanDocument.FORMAT)
        : "%s is not a saved plan; save one with wayleave plan --out.".formatted(file);
  }
}
