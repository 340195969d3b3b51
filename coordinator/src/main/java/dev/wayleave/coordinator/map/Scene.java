package dev.wayleave.coordinator.map;

import dev.wayleave.protocol.wire.DnsConfig;
import dev.wayleave.tailnet.model.DnsSettings;
import dev.wayleave.tailnet.model.Tailnet;
import dev.wayleave.tailnet.policy.directory.Directory;
import java.util.BitSet;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// One image and what its viewers share.
final class Scene {
  private static final BitSet NONE = new BitSet();

  private final NetworkImage image;
  private final PolicyParts parts;
  private final PeerShelf shelf;
  private final PeerBytes peerBytes;
  private final int chunkSize;
  private final String name;
  private final String baseDomain;
  private final DnsConfig dns;
  private final OldNames oldNames;
  private final boolean personalDns;
  private final long dnsDigest;
  private final long derpDigest;
  private final BothPlanes reached;
  private final PeerPieces pieces;
  private final SharedFrames frames = new SharedFrames();
  private final Map<Slots, BitSet> moved = new ConcurrentHashMap<>();

  private Scene(
      NetworkImage image,
      PolicyParts parts,
      PeerShelf shelf,
      PeerBytes peerBytes,
      PeerPieces pieces,
      int chunkSize,
      long derpDigest) {
    this.image = image;
    this.parts = parts;
    this.shelf = shelf;
    this.peerBytes = peerBytes;
    this.chunkSize = chunkSize;
    this.pieces = pieces;
    this.name = Names.tailnet(image.settings());
    this.baseDomain = Names.baseDomain(image.settings());
    DnsSettings settings = image.settings().dns();
    this.oldNames = OldNames.of(image.tailnet(), baseDomain, settings.magicDns());
    this.dns = DnsForm.of(settings, baseDomain, oldNames);
    this.personalDns = NextDns.isIn(dns);
    this.dnsDigest = Digest.of(dns);
    this.derpDigest = derpDigest;
    this.reached = new BothPlanes(image.tailnet(), image.presence());
  }

  /// @param chunkSize peers that viewers are told of together
  static Scene first(NetworkImage image, int chunkSize) {
    PeerShelf shelf = new PeerShelf();
    PeerBytes peerBytes = new PeerBytes(shelf::json);
    return new Scene(
        image,
        new PolicyParts(image.policy(), Features.of(image.tailnet()), chunkSize, null),
        shelf,
        peerBytes,
        new PeerPieces(peerBytes),
        chunkSize,
        Digest.of(image.derpMap()));
  }

  /// A later image, with everything that is still the same.
  Scene next(NetworkImage later) {
    Features features = Features.of(later.tailnet());
    boolean same = parts.isOf(later.policy(), features);
    if (!same) {
      Tailnet nodes = later.tailnet();
      shelf.tidy(nodes.nodes().size(), id -> nodes.node(id).isPresent());
    }
    return new Scene(
        later,
        same ? parts : new PolicyParts(later.policy(), features, chunkSize, parts),
        shelf,
        peerBytes,
        same && looksAsIn(later) ? pieces : new PeerPieces(peerBytes),
        chunkSize,
        later.derpMap().equals(image.derpMap()) ? derpDigest : Digest.of(later.derpMap()));
  }

  /// Whether peers look the same in a later image with the same policy.
  @SuppressWarnings("ReferenceEquality") // what did not change is the same object
  private boolean looksAsIn(NetworkImage later) {
    return later.tailnet() == image.tailnet()
        && later.settings() == image.settings()
        && later.presence().showsAs(image.presence());
  }

  NetworkImage image() {
    return image;
  }

  Tailnet tailnet() {
    return image.tailnet();
  }

  PolicyParts parts() {
    return parts;
  }

  Directory directory() {
    return parts.directory();
  }

  PeerShelf shelf() {
    return shelf;
  }

  /// More peers than this at once are worth to be told of in pieces.
  int manyPeers() {
    return 2 * chunkSize;
  }

  /// Peers as they are sent.
  PeerPieces pieces() {
    return pieces;
  }

  SharedFrames frames() {
    return frames;
  }

  /// What the tailnet is called.
  String name() {
    return name;
  }

  String baseDomain() {
    return baseDomain;
  }

  /// The DNS configuration before any viewer's own part.
  DnsConfig dns() {
    return dns;
  }

  /// Names that devices had elsewhere.
  OldNames oldNames() {
    return oldNames;
  }

  /// Whether viewers are sent different DNS configurations.
  boolean personalDns() {
    return personalDns;
  }

  long dnsDigest() {
    return dnsDigest;
  }

  /// Who is there, as peers are told.
  BothPlanes reached() {
    return reached;
  }

  long derpDigest() {
    return derpDigest;
  }

  /// The indexes that meant another node before than here, or mean none any more. Whoever asks does
  /// not change them.
  BitSet movedSince(Slots earlier) {
    return earlier == parts.slots()
        ? NONE
        : moved.computeIfAbsent(earlier, slots -> slots.movedIn(parts.slots()));
  }
}
