package dev.wayleave.exporters.headscale;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.wayleave.exporters.file.PendingFile;
import dev.wayleave.exporters.headscale.files.ServerFile;
import dev.wayleave.tailnet.inventory.EntityKind;
import dev.wayleave.tailnet.inventory.EntityRef;
import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.plan.FieldDiff;
import dev.wayleave.tailnet.inventory.plan.PlanItem;
import dev.wayleave.tailnet.inventory.plan.PlanOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// What becomes of the files of a server's folder.
///
/// @param folder where they lie
/// @param writes the files that are written, with the SHA-256 of what is there; empty for nothing
/// @param present the SHA-256 of each file that is there and wanted
/// @param applied the SHA-256 of each wanted file
/// @param lastNumber the number of the newest journal that was there
/// @param remembers whether what counts as last applied changes
record FolderPlan(
    Path folder,
    Map<ServerFile, String> writes,
    Map<String, String> present,
    Map<String, String> applied,
    int lastNumber,
    boolean remembers,
    List<Finding> findings) {

  static FolderPlan of(Path folder, List<ServerFile> wanted, PlanOptions options)
      throws IOException {
    List<FolderJournal> journals = FolderJournal.all(folder);
    Map<String, String> applied = new TreeMap<>();
    Map<String, String> present = new TreeMap<>();
    Map<ServerFile, String> writes = new TreeMap<>(Comparator.comparing(ServerFile::path));
    List<Finding> findings = new ArrayList<>();
    boolean sourceWins = options.overwrite().contains(EntityKind.SERVER);
    for (ServerFile file : wanted) {
      String path = file.path();
      String sha256 = sha256(file);
      applied.put(path, sha256);
      Path place = place(folder, path);
      if (Files.notExists(place)) {
        writes.put(file, "");
        continue;
      }
      String there = PendingFile.sha256Of(place);
      present.put(path, there);
      if (!there.equals(sha256)) {
        if (sourceWins || ours(journals, path).contains(there)) {
          writes.put(file, there);
        } else {
          findings.add(differs(place));
        }
      }
    }
    boolean remembers = journals.isEmpty() || !journals.getLast().applied().equals(applied);
    int last = journals.isEmpty() ? 0 : journals.getLast().number();
    return new FolderPlan(folder, writes, present, applied, last, remembers, findings);
  }

  /// What a file may hold that this program wrote last, or was about to write over.
  private static Set<String> ours(List<FolderJournal> journals, String path) {
    Set<String> ours = new HashSet<>();
    if (!journals.isEmpty()) {
      FolderJournal last = journals.getLast();
      String applied = last.applied().get(path);
      if (applied != null) {
        ours.add(applied);
      }
      last.changes().stream()
          .filter(change -> change.path().equals(path))
          .forEach(change -> ours.add(change.beforeSha256()));
    }
    return ours;
  }

  private static Finding differs(Path place) {
    return Finding.blocker(
        "FILE_DIFFERS",
        "file " + place,
        "A file is there that holds something else than what would be written, and did not come"
            + " from here.",
        "Move it away, write into another folder, or use --overwrite server.");
  }

  /// Where a file of a server's folder lies; never outside of it.
  static Path place(Path folder, String path) {
    Path place = folder.resolve(path).normalize();
    if (!place.startsWith(folder.normalize())) {
      throw new IllegalArgumentException("the file " + path + " does not lie in the folder");
    }
    return place;
  }

  boolean isAsPlanned() throws IOException {
    for (String path : applied.keySet()) {
      Path place = place(folder, path);
      String there = Files.exists(place) ? PendingFile.sha256Of(place) : "";
      if (!there.equals(present.getOrDefault(path, ""))) {
        return false;
      }
    }
    return true;
  }

  boolean changesAnything() {
    return !writes.isEmpty() || remembers;
  }

  /// The files as one thing that changes: which setting stands in which is for nobody to untangle.
  List<PlanItem> items(Set<EntityRef> settings, String serverUrl) {
    if (writes.isEmpty()) {
      return List.of();
    }
    if (present.isEmpty()) {
      return settings.stream()
          .map(ref -> new PlanItem(PlanItem.Op.CREATE, ref, "", List.of(), ""))
          .toList();
    }
    List<FieldDiff> fields =
        writes.entrySet().stream()
            .map(write ->
                new FieldDiff(
                    write.getKey().path(),
                    write.getValue().isEmpty() ? "null" : shown(write.getValue()),
                    shown(applied.getOrDefault(write.getKey().path(), ""))))
            .toList();
    return List.of(
        new PlanItem(
            PlanItem.Op.UPDATE,
            new EntityRef(EntityKind.SERVER, EntityRef.ONLY),
            serverUrl,
            fields,
            ""));
  }

  private static String shown(String sha256) {
    return TextNode.valueOf("sha256:" + sha256).toString();
  }

  static byte[] bytes(ServerFile file) {
    return file.content().reveal().getBytes(StandardCharsets.UTF_8);
  }

  static String sha256(ServerFile file) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes(file)));
    } catch (NoSuchAlgorithmException impossible) {
      throw new AssertionError("every Java platform must provide SHA-256", impossible);
    }
  }
}
