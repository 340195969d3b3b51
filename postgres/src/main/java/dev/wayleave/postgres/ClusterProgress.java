package dev.wayleave.postgres;

/// Is told how far the opening of a cluster has come.
///
/// A first start takes seconds (unpacking and creating), a reopen some 0.2 s.
@FunctionalInterface
public interface ClusterProgress {
  ClusterProgress SILENT = (what, done, total) -> {};

  /// Called now and then, and once with `done == total` at the end of each step.
  ///
  /// @param what the step in a few words, for example `unpacking PostgreSQL 18.4.0`
  /// @param total how much there is, or -1 where that is not known
  void at(String what, long done, long total);
}
