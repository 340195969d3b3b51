package dev.wayleave.tailnet.cutover.kit;

import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// An inventory of the waves and a playbook for each direction.
///
/// Ansible takes braces in any value for an expression, so only names that the kit made, addresses
/// and paths go in; what a device is really called stands in `devices.csv`.
final class AnsibleFiles {
  private AnsibleFiles() {}

  static List<KitFile> of(Map<String, List<Device>> waves, Function<Device, Group> groups) {
    return List.of(
        KitFile.text("ansible/inventory.yml", inventory(waves, groups)),
        KitFile.text("ansible/move.yml", playbook(Direction.MOVE)),
        KitFile.text("ansible/rollback.yml", playbook(Direction.ROLLBACK)),
        KitFile.text("ansible/windows-move.yml", windows(Direction.MOVE)),
        KitFile.text("ansible/windows-rollback.yml", windows(Direction.ROLLBACK)));
  }

  private static String inventory(Map<String, List<Device>> waves, Function<Device, Group> groups) {
    StringBuilder yaml = new StringBuilder("# Groups are waves: --limit wave_1 begins.\nall:\n");
    yaml.append("  children:\n");
    boolean none = true;
    for (Map.Entry<String, List<Device>> wave : waves.entrySet()) {
      List<Device> hosts =
          wave.getValue().stream()
              .filter(d -> d.way() == Way.SILENT && !d.addresses().isEmpty())
              .toList();
      if (hosts.isEmpty()) {
        continue;
      }
      none = false;
      yaml.append("    ").append(wave.getKey().replace('-', '_')).append(":\n      hosts:\n");
      for (Device device : hosts) {
        append(yaml, device, groups);
      }
    }
    return none ? "all:\n  children: {}\n" : yaml.toString();
  }

  private static void append(StringBuilder yaml, Device device, Function<Device, Group> groups) {
    Group group = groups.apply(device);
    String kind = device.system().runsShell() ? "sh" : "ps1";
    yaml.append("        ").append(Quoting.yaml(device.name())).append(":\n");
    yaml.append("          ansible_host: ")
        .append(Quoting.yaml(device.addresses().getFirst()))
        .append("\n          wayleave_kind: ")
        .append(Quoting.yaml(kind))
        .append("\n          wayleave_group: ")
        .append(Quoting.yaml(group.name()))
        .append('\n');
  }

  private static String playbook(Direction direction) {
    String what =
        direction == Direction.MOVE
            ? "Move devices to the new control server"
            : "Bring devices back to the old control server";
    return """
    # ansible-playbook -i inventory.yml --limit wave_1 DIRECTION.yml
    # The script goes back by itself; this only starts it, waits, and asks how it ended.
    - name: WHAT
      hosts: all
      gather_facts: false
      serial: "{{ wayleave_batch | default('25%') }}"
      vars:
        wayleave_wait: 60
        wayleave_arguments: []
      tasks:
        - name: Devices with a POSIX shell
          when: wayleave_kind == 'sh'
          become: true
          block:
            - name: Make a folder that nobody else writes to
              ansible.builtin.tempfile:
                state: directory
                suffix: wayleave
              register: wayleave_room
            - name: Copy the script
              ansible.builtin.copy:
                src: "../scripts/{{ wayleave_group }}/DIRECTION.sh"
                dest: "{{ wayleave_room.path }}/DIRECTION.sh"
                mode: "0700"
            - name: Start it
              ansible.builtin.command:
                argv: "{{ ['/bin/sh', wayleave_room.path + '/DIRECTION.sh', '--detach', '--wait',
                  wayleave_wait | string] + wayleave_arguments }}"
              register: wayleave_start
              changed_when: "'\\"result\\":\\"started\\"' in wayleave_start.stdout"
            - name: Wait until it can be reached again
              ansible.builtin.wait_for_connection:
                delay: 5
                timeout: "{{ wayleave_wait | int * 3 + 30 }}"
              when: wayleave_start is changed
            - name: Ask how it ended
              ansible.builtin.command:
                argv: "{{ ['/bin/sh', wayleave_room.path + '/DIRECTION.sh', '--result']
                  + wayleave_arguments }}"
              register: wayleave_result
              until: wayleave_result.rc != 6
              retries: "{{ (wayleave_wait | int * 2 / 5) | int + 6 }}"
              delay: 5
              changed_when: false
              when: wayleave_start is changed
        # Of a file of its own, for a play with modules of a collection that is not installed does
        # not begin.
        - name: Devices with Windows
          ansible.builtin.include_tasks: windows-DIRECTION.yml
          when: wayleave_kind == 'ps1'
    """
        .replace("DIRECTION", direction.label())
        .replace("WHAT", what);
  }

  private static String windows(Direction direction) {
    return """
    # Of the playbook beside it; needs the collection ansible.windows.
    - name: Make a folder that only administrators write to
      ansible.windows.win_file:
        path: 'C:\\Program Files\\WayleaveCutover'
        state: directory
    - name: Copy the script
      ansible.windows.win_copy:
        src: "../scripts/{{ wayleave_group }}/DIRECTION.ps1"
        dest: 'C:\\Program Files\\WayleaveCutover\\DIRECTION.ps1'
    - name: Start it
      ansible.windows.win_powershell:
        script: >-
          powershell.exe -NoProfile -ExecutionPolicy Bypass
          -File 'C:\\Program Files\\WayleaveCutover\\DIRECTION.ps1'
          -Detach -Wait {{ wayleave_wait | int }};
          if ($LASTEXITCODE -ne 0) { throw "exit status $LASTEXITCODE" }
    - name: Wait until it can be reached again
      ansible.builtin.wait_for_connection:
        delay: 5
        timeout: "{{ wayleave_wait | int * 3 + 30 }}"
    - name: Ask how it ended
      ansible.windows.win_powershell:
        script: >-
          powershell.exe -NoProfile -ExecutionPolicy Bypass
          -File 'C:\\Program Files\\WayleaveCutover\\DIRECTION.ps1' -Result;
          if ($LASTEXITCODE -ne 0) { throw "exit status $LASTEXITCODE" }
      register: wayleave_result
      until: wayleave_result is succeeded
      retries: 6
      delay: "{{ (wayleave_wait | int / 3) | int }}"
    """
        .replace("DIRECTION", direction.label());
  }
}
