package dev.wayleave.importers.tailscale.console;

import dev.wayleave.tailnet.inventory.Finding;
import java.nio.file.Path;
import java.util.List;

/// What the machines table cannot tell of a tailnet.
final class ConsoleFindings {
  private ConsoleFindings() {}

  static Finding exitNode(String device) {
    return Finding.action(
        "EXIT_NODE_APPROVAL_NOT_TOLD",
        device,
        "The table says that it is an exit node, but not whether that is approved; it is taken for"
            + " not approved.",
        "Approve its routes 0.0.0.0/0 and ::/0 after the move.");
  }

  static List<Finding> of(Path file, int devices) {
    String object = "file " + file;
    return List.of(
        Finding.lossy(
            "MACHINE_KEYS_NOT_TOLD",
            object,
            "The table holds "
                + devices
                + " machines without any key; none can be recognised when it moves, and all would"
                + " have to log in again.",
            "Export the tailnet with `wayleave export tailscale`, which reads the keys."),
        Finding.action(
            "POLICY_NOT_TOLD",
            object,
            "The table does not hold the tailnet's policy.",
            "Copy it from the access controls page of the admin console and give it as"
                + " acl.hujson in an export folder."),
        Finding.action(
            "USERS_NOT_TOLD",
            object,
            "Users are known only as owners of machines, without role and status.",
            "Name owner and administrators after the move, and suspend again who was."),
        Finding.action(
            "APPROVAL_NOT_TOLD",
            object,
            "The table does not say which machines await approval; all are taken for approved.",
            "Look for machines that need approval in the admin console before the move."));
  }
}
