package dev.wayleave.tailnet.inventory;

/// Is told how far long work has come.
@FunctionalInterface
public interface Progress {
  Progress SILENT = (what, done, total) -> {};

  /// Called now and then, and once with `done == total` at the end of each step.
  ///
  /// @param what the step in a few words, for example `reading nodes`
  /// @param total how much there is, or -1 where that is not known
  void at(String what, long done, long total);

  /// Called where nothing goes on for a while; it is shown however lately something was.
  default void waiting(String what) {
    at(what, 0, -1);
  }
}
