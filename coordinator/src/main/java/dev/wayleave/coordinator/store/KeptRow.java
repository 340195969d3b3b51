package dev.wayleave.coordinator.store;

import dev.wayleave.coordinator.kept.Kept;
import dev.wayleave.coordinator.kept.KeptKind;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What waits for somebody, or is remembered for a while.
@Entity
@Table(name = "kept")
class KeptRow extends PanacheEntityBase {
  @EmbeddedId public KeptId id = new KeptId(0, "", "");

  /// Given by the database, in the order in which rows came.
  @Column(insertable = false, updatable = false)
  public long number;

  public String owner = "";

  public String source = "";

  public String proof = "";

  public String body = "";

  public @Nullable String answer;

  public int tries;

  public Instant begun = Instant.EPOCH;

  public Instant seen = Instant.EPOCH;

  public Instant until = Instant.EPOCH;

  @Column(name = "claimed_until")
  public @Nullable Instant claimedUntil;

  static KeptRow of(long tailnet, Kept kept) {
    KeptRow row = new KeptRow();
    row.id = new KeptId(tailnet, kept.kind().name(), kept.key());
    row.owner = kept.owner();
    row.source = kept.source();
    row.proof = kept.proof();
    row.body = kept.body();
    row.answer = kept.answer();
    row.tries = kept.tries();
    row.begun = kept.begun();
    row.seen = kept.seen();
    row.until = kept.until();
    return row;
  }

  Kept kept() {
    return new Kept(
        KeptKind.valueOf(id.kind()),
        id.key(),
        owner,
        source,
        proof,
        body,
        answer,
        tries,
        begun,
        seen,
        until);
  }
}
