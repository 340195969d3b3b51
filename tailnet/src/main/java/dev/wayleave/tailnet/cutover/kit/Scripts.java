package dev.wayleave.tailnet.cutover.kit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// The scripts that run on devices: a few lines of their own, then what is the same in all.
final class Scripts {
  static final String OVER_SSH = resource("over-ssh.sh");

  private static final String SHELL =
      resource("opening.sh")
          + resource("settings.sh")
          + resource("motion.sh")
          + resource("entry.sh");
  private static final String POWER_SHELL_OPENING = resource("opening.ps1");
  private static final String POWER_SHELL = windowsLines(resource("body.ps1"));

  private Scripts() {}

  /// The scripts of a group, in both directions, for the systems that are in it.
  static List<KitFile> of(Group group, KitRequest request) {
    List<KitFile> files = new ArrayList<>();
    for (Direction direction : Direction.values()) {
      if (group.hasShell()) {
        files.add(shell(group, direction, request));
      }
      if (group.hasWindows()) {
        files.add(powerShell(group, direction, request));
      }
    }
    return files;
  }

  private static KitFile shell(Group group, Direction direction, KitRequest request) {
    String own =
        """
        #!/bin/sh
        # Moves this device's Tailscale client to another control server, and back by itself if that fails.
        DIRECTION=%s
        GROUP=%s
        FROM_URL=%s
        TO_URL=%s
        DEVICES=%s
        """
            .formatted(
                direction.label(),
                Quoting.shell(group.label()),
                Quoting.shell(direction.from(request).text()),
                Quoting.shell(direction.to(request).text()),
                Quoting.shell(String.join(" ", group.nodeKeys())));
    return new KitFile(group.script(direction, "sh"), List.of(own, SHELL), true);
  }

  private static KitFile powerShell(Group group, Direction direction, KitRequest request) {
    String own =
        """
        $Direction = %s
        $Group = %s
        $FromUrl = %s
        $ToUrl = %s
        $Devices = @(%s)
        """
            .formatted(
                Quoting.powerShell(direction.label()),
                Quoting.powerShell(group.label()),
                Quoting.powerShell(direction.from(request).text()),
                Quoting.powerShell(direction.to(request).text()),
                group.nodeKeys().stream()
                    .map(Quoting::powerShell)
                    .collect(Collectors.joining(", ")));
    // Windows PowerShell takes a file without this mark for one of the local code page.
    String opening = "\ufeff" + windowsLines(POWER_SHELL_OPENING + own);
    return new KitFile(group.script(direction, "ps1"), List.of(opening, POWER_SHELL), false);
  }

  static String windowsLines(String text) {
    return text.replace("\n", "\r\n");
  }

  static String resource(String name) {
    try (InputStream in = Scripts.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new AssertionError(name + " lies beside this class in its archive");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
