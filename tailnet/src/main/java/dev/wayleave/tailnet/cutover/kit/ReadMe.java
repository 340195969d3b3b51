package dev.wayleave.tailnet.cutover.kit;

import dev.wayleave.tailnet.inventory.Finding;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What to take for which device, in which order.
final class ReadMe {
  /// A page with more devices than this is read by nobody; the table has them all.
  private static final int MOST_DEVICES = 200;

  private static final String TEXT = Scripts.resource("README.md");

  private static final Pattern BLANK = Pattern.compile("@[A-Z]+@");

  private ReadMe() {}

  static KitFile of(KitRequest request, Map<String, List<Device>> waves, List<Finding> findings) {
    Map<String, String> blanks =
        Map.of(
            "@FROM@", request.from().text(),
            "@TO@", request.to().text(),
            "@WAVES@", waves(waves),
            "@FINDINGS@", findings(findings));
    // In one go, for a device may be called like one of the blanks.
    String text =
        BLANK
            .matcher(TEXT)
            .replaceAll(found -> Matcher.quoteReplacement(blanks.getOrDefault(found.group(), "")));
    return KitFile.text("README.md", text);
  }

  private static String waves(Map<String, List<Device>> waves) {
    StringBuilder text = new StringBuilder();
    int number = 1;
    for (Map.Entry<String, List<Device>> wave : waves.entrySet()) {
      List<Device> devices = wave.getValue();
      text.append(number++)
          .append(". `")
          .append(wave.getKey())
          .append("`: ")
          .append(devices.size())
          .append(devices.size() == 1 ? " device" : " devices")
          .append(
              wave.getKey().equals(WavePlan.LAST)
                  ? ", which do not come over silently; only now, for they reach devices that have"
                      + " not moved only once those have"
                  : ", silently")
          .append(".\n");
      devices.stream()
          .limit(MOST_DEVICES)
          .forEach(device ->
              text.append("   - ")
                  .append(Quoting.markdown(device.node().label()))
                  .append(" (")
                  .append(device.system().label())
                  .append(", ")
                  .append(Quoting.markdown(device.owner()))
                  .append("): ")
                  .append(device.way().words())
                  .append('\n'));
      if (devices.size() > MOST_DEVICES) {
        text.append("   - and ")
            .append(devices.size() - MOST_DEVICES)
            .append(" more, in `devices.csv`\n");
      }
    }
    return waves.isEmpty() ? "There is no device.\n" : text.toString();
  }

  private static String findings(List<Finding> findings) {
    StringBuilder text = new StringBuilder();
    findings.stream()
        .limit(MOST_DEVICES)
        .forEach(finding ->
            text.append("- ")
                .append(finding.level())
                .append(' ')
                .append(Quoting.markdown(finding.object()))
                .append(": ")
                .append(Quoting.markdown(finding.what()))
                .append(". ")
                .append(Quoting.markdown(finding.remedy()))
                .append('\n'));
    if (findings.size() > MOST_DEVICES) {
      text.append("- and ")
          .append(findings.size() - MOST_DEVICES)
          .append(" more, in `plan.json`\n");
    }
    return findings.isEmpty() ? "Nothing.\n" : text.toString();
  }
}
