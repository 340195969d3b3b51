package dev.wayleave.tailnet.identity.rewrite;

import java.util.List;

/// Something that holds the identities of users: a Headscale database, a bundle, a coordinator.
public interface IdentityStore extends AutoCloseable {
  /// What is held at this moment.
  Holdings read() throws IdentityStoreException;

  /// Makes all changes or none. Refused where the store is no longer in the state that was planned
  /// on, or where something else has it open for writing.
  ///
  /// @param journal is given, before anything is committed, the text that [#rollback] needs
  /// @return what people should know, one sentence each: where the backup lies, what to start anew
  List<String> apply(IdentityRewrite rewrite, Journal journal) throws IdentityStoreException;

  /// Undoes what was applied, or, where something changed since in the rows it touched, nothing.
  ///
  /// @param journal what [#apply] gave to its journal
  /// @throws IdentityStoreException names the rows that changed since
  void rollback(String journal) throws IdentityStoreException;

  @Override
  void close() throws IdentityStoreException;

  /// Keeps what a rollback needs where it outlives this process.
  @FunctionalInterface
  interface Journal {
    /// Returns when it is kept.
    ///
    /// @throws IdentityStoreException where it cannot be kept; then nothing is changed
    void keep(String text) throws IdentityStoreException;
  }
}
