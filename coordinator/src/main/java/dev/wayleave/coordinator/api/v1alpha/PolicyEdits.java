package dev.wayleave.coordinator.api.v1alpha;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wayleave.api.policy.EditRequest;
import dev.wayleave.tailnet.policy.syntax.Edit;
import dev.wayleave.tailnet.policy.syntax.PolicyEditException;
import dev.wayleave.tailnet.policy.syntax.PolicySyntaxException;
import dev.wayleave.tailnet.policy.syntax.PolicyText;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Changes of a policy's text as they come in, and the text after them.
final class PolicyEdits {
  private static final int MOST = 200;
  private static final int LONGEST_PATH = 1_000;

  private PolicyEdits() {}

  static List<Edit> read(@Nullable List<@Nullable EditRequest> requests) {
    List<@Nullable EditRequest> edits = Input.required("edits", requests);
    if (edits.isEmpty() || edits.size() > MOST) {
      throw new BadInputException(
          "The field \"edits\" has " + edits.size() + " entries; 1 to " + MOST + " are taken.");
    }
    List<Edit> read = new ArrayList<>();
    for (EditRequest edit : edits) {
      read.add(read(Input.required("edits", edit)));
    }
    return read;
  }

  private static Edit read(EditRequest edit) {
    String path = Input.required("path", edit.path());
    if (path.length() > LONGEST_PATH) {
      throw new BadInputException(
          "A path has " + path.length() + " characters; " + LONGEST_PATH + " are the most.");
    }
    String op = Input.required("op", edit.op());
    return switch (op) {
      case "add" -> new Edit.Add(path, value(edit));
      case "replace" -> new Edit.Replace(path, value(edit));
      case "remove" -> new Edit.Remove(path);
      case "rename" -> new Edit.Rename(path, Input.required("name", edit.name()));
      default ->
          throw new BadInputException(
              "The edit \""
                  + Input.text("op", op)
                  + "\" is not known; there are add, replace, remove and rename.");
    };
  }

  private static String value(EditRequest edit) {
    JsonNode value = edit.value();
    String hujson = edit.hujson();
    if (value != null && hujson != null) {
      throw new BadInputException("An edit has either \"value\" or \"hujson\", not both.");
    }
    return hujson != null ? hujson : Input.required("value", value).toString();
  }

  /// The text with all edits made, one after the other.
  static String apply(String text, List<Edit> edits) {
    try {
      return PolicyText.parse(text).edit(edits.toArray(Edit[]::new)).text();
    } catch (PolicySyntaxException e) {
      throw new BadInputException(
          "The policy in force cannot be read, so it can only be replaced: " + e.describe() + ".");
    } catch (PolicyEditException e) {
      throw new BadInputException("The policy cannot be edited so: " + e.getMessage() + ".");
    }
  }
}
