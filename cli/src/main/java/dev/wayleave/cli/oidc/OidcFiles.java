package dev.wayleave.cli.oidc;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.wayleave.cli.report.Documents;
import dev.wayleave.cli.report.Format;
import dev.wayleave.cli.terminal.CommandException;
import dev.wayleave.cli.terminal.SafeText;
import dev.wayleave.exporters.file.PendingFile;
import dev.wayleave.oidc.plan.IdentityPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// Plans and journals as files, which only their owner may read: both name people, and a journal
/// holds whole rows.
final class OidcFiles {
  /// More than the journal of 100 000 users.
  private static final int LONGEST = 512 * 1024 * 1024;

  private OidcFiles() {}

  static void write(Path file, Object document) throws CommandException {
    try (PendingFile pending =
        PendingFile.write(file, out -> Documents.write(Format.JSON, out, document))) {
      pending.commit();
    } catch (IOException e) {
      throw new CommandException(
          "%s could not be written (%s).".formatted(file, e.getMessage()), e);
    }
  }

  /// What a file is.
  sealed interface Found {
    record OfPlan(PlanDocument plan) implements Found {}

    record OfJournal(JournalDocument journal) implements Found {}
  }

  static PlanDocument plan(Path file) throws CommandException {
    if (read(file) instanceof Found.OfPlan(PlanDocument plan)) {
      return plan;
    }
    throw new CommandException(
        "%s is a journal of what was applied, not a plan; save one with wayleave oidc plan --out."
            .formatted(file));
  }

  static JournalDocument journal(Path file) throws CommandException {
    if (read(file) instanceof Found.OfJournal(JournalDocument journal)) {
      return journal;
    }
    throw new CommandException(
        "%s is a plan, not a journal; wayleave oidc apply prints where it put the journal."
            .formatted(file));
  }

  static Found read(Path file) throws CommandException {
    ObjectMapper mapper = mapper();
    try {
      JsonNode tree = mapper.readTree(Files.readAllBytes(file));
      String format = tree == null ? "" : tree.path("format").asText();
      return switch (format) {
        case PlanDocument.FORMAT ->
            new Found.OfPlan(
                PlanDocument.of(
                    tree.path("endpoint").asText(), mapper.treeToValue(tree, IdentityPlan.class)));
        case JournalDocument.FORMAT ->
            new Found.OfJournal(mapper.treeToValue(tree, JournalDocument.class));
        default ->
            throw new CommandException(
                format.startsWith("wayleave-oidc-")
                    ? "%s has the form %s, which this Wayleave does not read."
                        .formatted(file, SafeText.line(format, 40))
                    : "%s is neither a plan nor a journal of wayleave oidc.".formatted(file));
      };
    } catch (NoSuchFileException e) {
      throw new CommandException("%s does not exist.".formatted(file), e);
    } catch (JsonProcessingException e) {
      throw new CommandException(
          "%s is neither a plan nor a journal of wayleave oidc, or it was damaged.".formatted(file),
          e);
    } catch (IOException e) {
      throw new CommandException("%s cannot be read (%s).".formatted(file, e.getMessage()), e);
    }
  }

  /// What a plan shows beside what it is made of (its counts, say) is not read again.
  private static ObjectMapper mapper() {
    JsonMapper mapper =
        JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();
    mapper
        .getFactory()
        .setStreamReadConstraints(StreamReadConstraints.builder().maxStringLength(LONGEST).build());
    return mapper;
  }
}
