package dev.wayleave.importers.tailscale.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.wayleave.importers.tailscale.HostedExport;
import dev.wayleave.importers.tailscale.NotRead;
import dev.wayleave.importers.tailscale.Section;
import dev.wayleave.importers.tailscale.shape.ExportJson;
import dev.wayleave.tailnet.inventory.SourceException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Opens the bodies of an export and keeps account of what could not be read.
public final class Bodies {
  private static final int MAX_TEXT_BYTES = 32 << 20;
  private static final int LONGEST_ERROR = 64 << 10;

  private final HostedExport export;
  private final Map<Section, Integer> seen = new EnumMap<>(Section.class);
  private final List<NotRead> refusals = new ArrayList<>();

  public Bodies(HostedExport export) {
    this.export = export;
  }

  /// Hands out the elements of a list section; nothing where it was not read.
  public void each(Section section, HostedItems.Sink sink) throws SourceException {
    Optional<InputStream> body = open(section);
    if (body.isPresent()) {
      new HostedItems(section.file(), section.envelope())
          .each(body.get(), sink)
          .ifPresent(message -> refuse(section, "", message));
    }
  }

  /// The same of one device.
  public void each(Section section, String nodeId, HostedItems.Sink sink) throws SourceException {
    Optional<InputStream> body = open(section, nodeId);
    if (body.isPresent()) {
      new HostedItems(name(section, nodeId), section.envelope())
          .each(body.get(), sink)
          .ifPresent(message -> refuse(section, nodeId, message));
    }
  }

  /// A section that is one object.
  public Optional<HostedFields> object(Section section) throws SourceException {
    Optional<InputStream> body = open(section);
    return body.isEmpty() ? Optional.empty() : object(section, "", section.file(), body.get());
  }

  /// The same of one device.
  public Optional<HostedFields> object(Section section, String nodeId) throws SourceException {
    Optional<InputStream> body = open(section, nodeId);
    return body.isEmpty()
        ? Optional.empty()
        : object(section, nodeId, name(section, nodeId), body.get());
  }

  private Optional<HostedFields> object(
      Section section, String nodeId, String name, InputStream body) throws SourceException {
    HostedFields fields = new HostedItems(name, "").object(body);
    Optional<String> refusal = HostedItems.refusal(fields);
    refusal.ifPresent(message -> refuse(section, nodeId, message));
    return refusal.isPresent() ? Optional.empty() : Optional.of(fields);
  }

  /// A section that is a text.
  public Optional<String> text(Section section) throws SourceException {
    Optional<InputStream> body = open(section);
    if (body.isEmpty()) {
      return Optional.empty();
    }
    try (InputStream in = body.get()) {
      byte[] bytes = in.readNBytes(MAX_TEXT_BYTES + 1);
      if (bytes.length > MAX_TEXT_BYTES) {
        throw new SourceException(
            section.file()
                + " is larger than 32 MiB, which no answer of the API is; export again.");
      }
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      if (text.stripLeading().startsWith("<")) {
        throw new SourceException(
            section.file() + " holds a page (HTML) instead of an answer of the API; export again.");
      }
      Optional<String> refusal = savedRefusal(text);
      refusal.ifPresent(message -> refuse(section, "", message));
      return refusal.isPresent() ? Optional.empty() : Optional.of(text);
    } catch (CharacterCodingException e) {
      throw new SourceException(section.file() + " is not UTF-8; export again.", e);
    } catch (IOException e) {
      throw unreadable(section.file(), e);
    }
  }

  /// The message of an error that was saved in the place of a policy; no policy has such a member.
  private static Optional<String> savedRefusal(String text) {
    if (text.length() > LONGEST_ERROR || !text.contains("message")) {
      return Optional.empty();
    }
    try {
      return HostedItems.refusal(HostedFields.of(ExportJson.MAPPER.readTree(text)));
    } catch (JsonProcessingException _) {
      // The judge of the policy tells of it.
      return Optional.empty();
    }
  }

  /// How many bodies of a section there were, saved errors excepted.
  public int seen(Section section) {
    return seen.getOrDefault(section, 0);
  }

  /// What was refused: what the export says, and errors that were saved as answers.
  public List<NotRead> notRead() {
    List<NotRead> all = new ArrayList<>(export.notRead());
    all.addAll(refusals);
    return all;
  }

  /// Whether it is an answer that was heard, and not only what an export of some kind leaves out.
  public boolean isOfAnswer(NotRead missing) {
    return missing.status() != 0 || isSaved(missing);
  }

  /// Whether it is an error that was saved as if it were an answer.
  public boolean isSaved(NotRead missing) {
    return refusals.contains(missing);
  }

  private void refuse(Section section, String nodeId, String message) {
    refusals.add(new NotRead(section, nodeId, 0, message));
    seen.merge(section, -1, Integer::sum);
  }

  private Optional<InputStream> open(Section section) throws SourceException {
    try {
      return counted(section, export.open(section));
    } catch (IOException e) {
      throw unreadable(section.file(), e);
    }
  }

  private Optional<InputStream> open(Section section, String nodeId) throws SourceException {
    try {
      return counted(section, export.open(section, nodeId));
    } catch (IOException e) {
      throw unreadable(name(section, nodeId), e);
    }
  }

  private Optional<InputStream> counted(Section section, Optional<InputStream> body) {
    if (body.isPresent()) {
      seen.merge(section, 1, Integer::sum);
    }
    return body;
  }

  private static String name(Section section, String nodeId) {
    return section.file() + "/" + nodeId + ".json";
  }

  private SourceException unreadable(String name, IOException e) {
    return new SourceException(
        name
            + " in "
            + export.place()
            + " cannot be read ("
            + e.getMessage()
            + "); check its permissions.",
        e);
  }
}
