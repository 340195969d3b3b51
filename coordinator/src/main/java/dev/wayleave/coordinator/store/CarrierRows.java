package dev.wayleave.coordinator.store;

import dev.wayleave.coordinator.presence.Carrier;
import dev.wayleave.tailnet.model.IpPrefix;
import dev.wayleave.tailnet.model.NodeId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hibernate.StatelessSession;

/// Who carries which subnet in the database, as one replica writes and reads it, within the
/// transactions of [PresenceStore].
final class CarrierRows {
  private final StatelessSession session;
  private final long tailnet;
  private final UUID replica;

  /// Which word on each subnet was read last. News overlap; an older word that is read again must
  /// not undo what this replica has chosen since.
  private final Map<String, Instant> read = new HashMap<>();

  CarrierRows(StatelessSession session, long tailnet, UUID replica) {
    this.session = session;
    this.tailnet = tailnet;
    this.replica = replica;
  }

  /// Everything, but of routers that are gone.
  List<Carrier> everything() {
    session
        .createNativeMutationQuery(
            "delete from carriers c where c.tailnet = :tailnet and not exists"
                + " (select 1 from nodes n where n.tailnet = c.tailnet and n.id = c.router)")
        .setParameter("tailnet", tailnet)
        .executeUpdate();
    return unread(Instant.EPOCH).map(CarrierRows::carrier).toList();
  }

  /// What was written and not read yet, by this replica too: where two choose at the same time, the
  /// row that stays is the word that both of them follow.
  List<Carrier> news(Instant after) {
    return unread(after).map(CarrierRows::carrier).toList();
  }

  private Stream<CarrierRow> unread(Instant after) {
    return session
        .createSelectionQuery(
            "from CarrierRow r where r.id.tailnet = :tailnet and r.writtenAt >= :after",
            CarrierRow.class)
        .setParameter("tailnet", tailnet)
        .setParameter("after", after)
        .getResultList()
        .stream()
        .filter(row -> !row.writtenAt.equals(read.put(row.id.id(), row.writtenAt)));
  }

  private static Carrier carrier(CarrierRow row) {
    return new Carrier(IpPrefix.parse(row.id.id()), new NodeId(row.router));
  }

  void write(Collection<Carrier> carriers) {
    List<Carrier> chosen = new ArrayList<>();
    List<Carrier> ended = new ArrayList<>();
    carriers.forEach(carrier -> (carrier.router() == null ? ended : chosen).add(carrier));
    if (!chosen.isEmpty()) {
      session
          .createNativeMutationQuery(
              "insert into carriers (tailnet, id, router, replica, written_at)"
                  + " select :tailnet, s.id, s.router, :replica, now() from"
                  + " unnest(cast(:subnets as text[]), cast(:routers as bigint[]))"
                  + " as s (id, router) order by s.id"
                  + " on conflict (tailnet, id) do update set router = excluded.router,"
                  + " replica = excluded.replica, written_at = now()"
                  + " where carriers.router <> excluded.router")
          .setParameter("tailnet", tailnet)
          .setParameter("replica", replica)
          .setParameter("subnets", subnets(chosen))
          .setParameter(
              "routers",
              chosen.stream()
                  .map(Carrier::router)
                  .filter(Objects::nonNull)
                  .map(NodeId::toString)
                  .collect(Collectors.joining(",", "{", "}")))
          .executeUpdate();
    }
    if (!ended.isEmpty()) {
      session
          .createNativeMutationQuery(
              "delete from carriers where tailnet = :tailnet and id = any(cast(:subnets as text[]))")
          .setParameter("tailnet", tailnet)
          .setParameter("subnets", subnets(ended))
          .executeUpdate();
    }
  }

  /// Prefixes hold nothing that an array would have to quote.
  private static String subnets(List<Carrier> carriers) {
    return carriers.stream()
        .map(carrier -> carrier.subnet().toString())
        .collect(Collectors.joining(",", "{", "}"));
  }
}
