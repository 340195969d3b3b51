package dev.wayleave.coordinator.state;

import dev.wayleave.coordinator.state.Refusal.Reason;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.Owner;
import dev.wayleave.tailnet.model.TagName;
import dev.wayleave.tailnet.model.Tailnet;
import dev.wayleave.tailnet.model.UserId;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Which row a device gets that comes in by a right, where its node key alone does not say.
///
/// The machine key is proven, so a row with it is this machine's; by what right the device comes in
/// says which of the machine's rows. A row that was imported and has not come here yet is reserved:
/// it goes to nobody but the user who owned it, to a right that may own all of its tags, or to whom
/// an administrator gives it ([AdoptNode]). The table is in `docs/recognition.md`.
record Recognition(Tailnet image, Registration device, Right right, PolicyRights rights) {
  /// What a device is.
  sealed interface Match {
    /// The device of this row.
    record Row(Node node) implements Match {}

    /// None that is known here.
    record Nobody() implements Match {}

    /// Nothing that can be said without an administrator.
    record Unclear(Refusal refusal) implements Match {}
  }

  Match match() {
    Optional<Node> rotated = DeviceRows.replaced(image, device).filter(this::mayRotate);
    if (rotated.isPresent()) {
      return new Match.Row(rotated.get());
    }
    List<Node> fitting = rows().filter(this::fits).toList();
    List<Node> owned = without(fitting, row -> row.owner() instanceof Owner.Nobody);
    List<Node> best = owned.isEmpty() ? fitting : owned;
    if (best.size() > 1 && best.stream().anyMatch(DeviceRows::isReserved)) {
      return chosen(best);
    }
    return best.stream().findFirst().<Match>map(Match.Row::new).orElseGet(Match.Nobody::new);
  }

  /// Rows of this machine, and reserved ones of a machine that nobody knows, whose node key it
  /// claims: those need the same right, since a node key alone proves nothing.
  private Stream<Node> rows() {
    return Stream.concat(
        DeviceRows.ofMachine(image, device.machineKey()).stream(),
        DeviceRows.ofUnknownMachine(image, device.nodeKey()).stream());
  }

  private static List<Node> without(List<Node> rows, Predicate<Node> unwanted) {
    return rows.stream().filter(unwanted.negate()).toList();
  }

  /// The one whose owner is exactly whom a new device would belong to.
  private Match chosen(List<Node> rows) {
    Owner wanted = right.owner(device.requestedTags());
    List<Node> exact = rows.stream().filter(row -> isSame(row.owner(), wanted)).toList();
    if (exact.size() == 1) {
      return new Match.Row(exact.getFirst());
    }
    return new Match.Unclear(
        new Refusal(
            Reason.CONFLICT,
            rows.stream()
                .map(row -> row.label() + " (" + row.id() + ")")
                .collect(
                    Collectors.joining(
                        ", ",
                        "this machine may be any of the imported nodes ",
                        "; log in without a key, and have an administrator approve one of them"))));
  }

  private static boolean isSame(Owner one, Owner other) {
    if (one instanceof Owner.OfTags tags && other instanceof Owner.OfTags wanted) {
      return tags.tags().equals(wanted.tags());
    }
    return one instanceof Owner.OfUser && one.equals(other);
  }

  /// Whether the device may replace the key of a row that it names by its old key. Whoever sits at
  /// a machine knows that key, so a reserved row takes the same right with it as without, or an
  /// administrator who lets the device in.
  private boolean mayRotate(Node row) {
    if (DeviceRows.isReserved(row)) {
      return fitsReserved(row.owner())
          || (row.owner() instanceof Owner.OfTags && right.isAdministrators());
    }
    if (row.owner() instanceof Owner.OfTags || isOf(row.owner(), right.user())) {
      return true;
    }
    return !right.tags().isEmpty();
  }

  private boolean fits(Node row) {
    return DeviceRows.isReserved(row) ? fitsReserved(row.owner()) : fitsOwn(row.owner());
  }

  private boolean fitsReserved(Owner owner) {
    return switch (owner) {
      case Owner.OfUser one -> right.tags().isEmpty() && one.user().equals(right.user());
      case Owner.OfTags tags -> mayOwn(tags.tags());
      case Owner.Nobody _ -> right.isAdministrators();
    };
  }

  private boolean mayOwn(Set<TagName> tags) {
    Set<TagName> missing = new HashSet<>(tags);
    missing.removeAll(right.tags());
    return missing.isEmpty() || rights.mayAssign(right.user(), right.tags(), missing);
  }

  private boolean fitsOwn(Owner owner) {
    return switch (owner) {
      case Owner.Nobody _ -> true;
      case Owner.OfTags _ -> !right.tags().isEmpty() || isOf(owner, right.user());
      case Owner.OfUser _ -> right.tags().isEmpty() && isOf(owner, right.user());
    };
  }

  private static boolean isOf(Owner owner, @Nullable UserId user) {
    return switch (owner) {
      case Owner.OfUser one -> one.user().equals(user);
      case Owner.OfTags tags -> tags.registeredBy() != null && tags.registeredBy().equals(user);
      case Owner.Nobody _ -> false;
    };
  }
}
