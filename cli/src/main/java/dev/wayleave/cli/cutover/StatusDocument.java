package dev.wayleave.cli.cutover;

import dev.wayleave.api.TransitionNodeView;
import dev.wayleave.api.TransitionNodeView.State;
import dev.wayleave.api.TransitionView;
import dev.wayleave.tailnet.inventory.Finding;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How far a move is, wave by wave.
record StatusDocument(
    String plane,
    String controlUrl,
    String magicDnsSuffix,
    @Nullable Instant expiryHeldSince,
    @Nullable Instant endedAt,
    int total,
    int moved,
    int unmoved,
    int rekeyed,
    List<String> sharedAddresses,
    List<Wave> waves,
    List<Finding> findings) {
  /// A wave.
  ///
  /// @param left how many of its devices have not moved
  record Wave(String name, int total, int left, List<TransitionNodeView> nodes) {
    Wave {
      nodes = List.copyOf(nodes);
    }

    private static Wave of(String name, List<TransitionNodeView> nodes) {
      int left = (int) nodes.stream().filter(node -> isLeft(node.state())).count();
      return new Wave(name, nodes.size(), left, nodes);
    }
  }

  StatusDocument {
    sharedAddresses = List.copyOf(sharedAddresses);
    waves = List.copyOf(waves);
    findings = List.copyOf(findings);
  }

  static StatusDocument of(TransitionView move, Waves waves) {
    return new StatusDocument(
        move.plane(),
        move.controlUrl(),
        move.magicDnsSuffix(),
        move.expiryHeldSince(),
        move.endedAt(),
        move.total(),
        move.moved(),
        move.unmoved(),
        move.rekeyed(),
        move.sharedAddresses(),
        waves.of(move.nodes()).entrySet().stream()
            .map(wave -> Wave.of(wave.getKey(), wave.getValue()))
            .toList(),
        move.findings());
  }

  static boolean isLeft(State state) {
    return switch (state) {
      case UNMOVED, WAITING -> true;
      case MOVED, NEW -> false;
    };
  }
}
