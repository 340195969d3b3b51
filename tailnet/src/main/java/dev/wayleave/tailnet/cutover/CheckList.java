package dev.wayleave.tailnet.cutover;

import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.Reading;
import dev.wayleave.tailnet.model.ServerSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The steps of a take-over in their order, each with what takes it back.
final class CheckList {
  /// Releases that forget, when they stop, what they were told while they ran.
  private static final Pattern FORGETFUL = Pattern.compile("v?0\\.(27|28)(\\..*)?");

  private static final String BESIDE = "127.0.0.1:18480";

  private final Reading reading;
  private final Place place;
  private final String from;
  private final String data;
  private final List<Step> steps = new ArrayList<>();

  /// @param from the source as it is written on the command line
  /// @param data the data directory of the coordinator that takes over
  CheckList(Reading reading, Place place, String from, String data) {
    this.reading = reading;
    this.place = place;
    this.from = from;
    this.data = data;
  }

  List<Step> steps() {
    boolean forgetful = FORGETFUL.matcher(reading.inventory().source().release()).matches();
    step(
        "Keep a copy of everything, encrypted.",
        List.of(
            "wayleave apply --from %s --to bundle:before-cutover.wayleave --yes".formatted(from)),
        List.of());
    step(
        "Start the coordinator where no client comes.",
        List.of("wayleave serve --data %s --listen %s".formatted(data, BESIDE)),
        List.of("stop it (Ctrl-C) and remove " + data));
    step(
        "Carry the tailnet over while Headscale runs, and compare.",
        List.of(
            apply(), "wayleave verify --from %s --to wayleave: --data %s".formatted(from, data)),
        List.of("wayleave rollback --to wayleave: --data %s MIGRATION".formatted(data)));
    if (forgetful) {
      // What `nodes expire` set is gone once the server stops, and a later reading would undo it.
      step(
          "Carry over what changed since, at the last moment: this release forgets expiries when it"
              + " stops, so it must run meanwhile.",
          List.of(apply()),
          List.of("wayleave rollback --to wayleave: --data %s MIGRATION".formatted(data)));
    }
    step(
        "Stop Headscale. From here on clients try again every ten seconds; direct paths between them"
            + " stay up.",
        List.of("systemctl stop headscale"),
        List.of("systemctl start headscale"));
    if (!forgetful) {
      step(
          "Carry over what changed since.", List.of(apply()), List.of("systemctl start headscale"));
    }
    step(
        "Start the coordinator where the clients come.",
        List.of("stop the one of step 2 (Ctrl-C)", serve()),
        List.of("stop it (Ctrl-C)", "systemctl start headscale"));
    step(
        "Watch the devices come back.",
        List.of(
            "wayleave cutover watch --from %s --url wayleave: --data %s --until-all-back --timeout 2m"
                .formatted(from, data)),
        List.of(
            "wayleave apply --from wayleave: --data %s --to headscale:DIR --schema %s --yes"
                .formatted(data, schema()),
            "stop the coordinator (Ctrl-C)",
            "start Headscale with DIR/config.yaml"));
    step(
        "Keep Headscale from starting by itself.",
        List.of("systemctl disable headscale"),
        List.of("systemctl enable headscale"));
    return steps;
  }

  private void step(String what, List<String> commands, List<String> back) {
    steps.add(new Step(steps.size() + 1, what, commands, back));
  }

  private String apply() {
    String accepted =
        reading.findings().stream()
            .filter(finding -> finding.level() == Finding.Level.LOSSY)
            .map(Finding::code)
            .distinct()
            .sorted()
            .map(code -> " --accept " + code)
            .collect(Collectors.joining());
    return "wayleave apply --from %s --to wayleave: --data %s%s --yes"
        .formatted(from, data, accepted);
  }

  private String serve() {
    StringBuilder command = new StringBuilder();
    if (!place.certificate().isEmpty()) {
      command
          .append("WAYLEAVE_TLS_CERTIFICATE=")
          .append(place.certificate())
          .append(" WAYLEAVE_TLS_KEY=")
          .append(place.key())
          .append(' ');
    } else if (!place.acmeHost().isEmpty()) {
      command
          .append("WAYLEAVE_ACME=")
          .append(place.acmeChallenge().toLowerCase(Locale.ROOT))
          .append(" WAYLEAVE_ACME_HOST=")
          .append(place.acmeHost())
          .append(' ');
    } else if (place.isEncrypted()) {
      command.append("WAYLEAVE_TRUSTED_PROXIES=ADDRESS ");
    }
    String listen = place.listen().startsWith(":") ? "0.0.0.0" + place.listen() : place.listen();
    return command
        .append("wayleave serve --data ")
        .append(data)
        .append(" --listen ")
        .append(listen)
        .toString();
  }

  private String schema() {
    String release = reading.inventory().source().release();
    String[] parts = release.replaceFirst("^v", "").split("\\.", -1);
    return parts.length >= 2 ? parts[0] + "." + parts[1] : release;
  }

  /// The settings that the steps are made of.
  static Place place(Reading reading) {
    return Place.of(
        reading
            .inventory()
            .server()
            .orElseThrow(() -> new IllegalArgumentException("a source without a configuration")));
  }

  static boolean possible(Reading reading) {
    return reading.inventory().server().map(ServerSettings::serverUrl).isPresent();
  }
}
