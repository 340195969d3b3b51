package dev.wayleave.importers.tailscale.json;

import dev.wayleave.tailnet.inventory.Finding;

/// Takes findings about one object.
///
/// @param object kind, id and name, for example `node 5 (db-1)`
public record ObjectNotes(HostedNotes notes, String object) {
  public void add(Finding.Level level, String code, String what, String remedy) {
    notes.add(new Finding(level, code, object, what, remedy));
  }

  public void blocker(String code, String what, String remedy) {
    notes.add(Finding.blocker(code, object, what, remedy));
  }

  public void lossy(String code, String what, String remedy) {
    notes.add(Finding.lossy(code, object, what, remedy));
  }

  public void action(String code, String what, String remedy) {
    notes.add(Finding.action(code, object, what, remedy));
  }

  public void info(String code, String what, String remedy) {
    notes.add(Finding.info(code, object, what, remedy));
  }
}
