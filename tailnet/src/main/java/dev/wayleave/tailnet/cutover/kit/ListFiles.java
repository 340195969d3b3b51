package dev.wayleave.tailnet.cutover.kit;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wayleave.tailnet.inventory.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// Who goes when and how: for spreadsheets, for programs, and for the script that goes by SSH.
final class ListFiles {
  /// What `plan.json` says of its own shape.
  static final String SHAPE = "dev.wayleave.cutover-kit/1";

  private ListFiles() {}

  static List<KitFile> of(
      KitRequest request,
      Map<String, List<Device>> waves,
      Function<Device, Group> groups,
      List<Finding> findings) {
    List<KitFile> files = new ArrayList<>();
    waves.forEach((name, devices) ->
        files.add(KitFile.text("waves/" + name + ".tsv", wave(devices, groups))));
    files.add(KitFile.text("devices.csv", table(waves, groups)));
    files.add(KitFile.text("plan.json", Json.text(plan(request, waves, groups, findings))));
    return files;
  }

  /// Address, name, group and kind of script, of which none holds a blank.
  private static String wave(List<Device> devices, Function<Device, Group> groups) {
    StringBuilder lines = new StringBuilder("# address\tname\tgroup\tscript\n");
    for (Device device : devices) {
      String kind = "none";
      if (device.way() == Way.SILENT) {
        kind = device.system().runsShell() ? "sh" : "ps1";
      }
      List<String> fields =
          List.of(
              device.addresses().isEmpty() ? "-" : device.addresses().getFirst(),
              device.name(),
              groups.apply(device).name(),
              kind);
      lines.append(String.join("\t", fields)).append('\n');
    }
    return lines.toString();
  }

  private static String table(Map<String, List<Device>> waves, Function<Device, Group> groups) {
    StringBuilder csv =
        new StringBuilder("wave,id,name,file,owner,tags,system,address,comes over\n");
    waves.forEach((wave, devices) -> {
      for (Device device : devices) {
        csv.append(
            String.join(
                ",",
                List.of(
                    Quoting.csv(wave),
                    Quoting.csv(device.node().id().toString()),
                    Quoting.csv(device.node().label()),
                    Quoting.csv(groups.apply(device).name()),
                    Quoting.csv(device.owner()),
                    Quoting.csv(String.join(" ", device.tags())),
                    Quoting.csv(device.system().label()),
                    Quoting.csv(String.join(" ", device.addresses())),
                    Quoting.csv(device.way().words()))));
        csv.append("\r\n");
      }
    });
    return csv.toString();
  }

  private static ObjectNode plan(
      KitRequest request,
      Map<String, List<Device>> waves,
      Function<Device, Group> groups,
      List<Finding> findings) {
    ObjectNode plan = Json.object();
    plan.put("kit", SHAPE);
    plan.put("from", request.from().text());
    plan.put("to", request.to().text());
    ArrayNode list = plan.putArray("waves");
    waves.forEach((name, devices) -> {
      ObjectNode wave = list.addObject().put("name", name);
      wave.put("last", name.equals(WavePlan.LAST));
      ArrayNode members = wave.putArray("devices");
      for (Device device : devices) {
        ObjectNode member = members.addObject();
        member.put("id", device.node().id().toString());
        member.put("stableId", device.node().stableId().toString());
        member.put("name", device.node().label());
        member.put("group", groups.apply(device).name());
        member.put("owner", device.owner());
        member.put("system", device.system().label());
        member.put("way", device.way().label());
      }
    });
    ArrayNode found = plan.putArray("findings");
    for (Finding finding : findings) {
      found
          .addObject()
          .put("level", finding.level().name())
          .put("code", finding.code())
          .put("object", finding.object())
          .put("what", finding.what())
          .put("remedy", finding.remedy());
    }
    return plan;
  }
}
