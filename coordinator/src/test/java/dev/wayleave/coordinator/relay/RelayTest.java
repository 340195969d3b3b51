package dev.wayleave.coordinator.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.protocol.derp.ClientDetails;
import dev.wayleave.protocol.derp.Frame;
import dev.wayleave.protocol.derp.FrameLimits;
import dev.wayleave.protocol.derp.InfoSeal;
import dev.wayleave.protocol.derp.PeerGoneReason;
import dev.wayleave.protocol.derp.ServerDetails;
import dev.wayleave.protocol.key.NodePrivateKey;
import dev.wayleave.testkit.wait.Await;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What two clients see of the relay between them.
class RelayTest {
  private RelayServer server;

  @BeforeEach
  void start() throws Exception {
    server = new RelayServer(RelayLimits.DEFAULT);
  }

  @AfterEach
  void everyConnectionIsGivenBack() throws Exception {
    Await.until("no connection is left", () -> server.relay().connections() == 0);
    server.close();
  }

  @Test
  void theUpgradeIsAnsweredAsClientsWantIt() throws Exception {
    try (DerpClient client = DerpClient.knock(server.port(), server.newNode(), 0)) {
      assertThat(client.answer().toLowerCase(Locale.ROOT))
          .startsWith("http/1.1 101 ")
          .contains("upgrade: derp\r\n", "connection: upgrade\r\n", "derp-version: 2\r\n")
          .contains("derp-public-key: " + server.relay().publicKey().hex());
      assertThat(client.logIn(ClientDetails.regular())).isEqualTo(ServerDetails.unlimited());
    }
  }

  @Test
  void packetsGoBothWaysWithTheirSource() throws Exception {
    try (DerpClient one = server.connect(server.newNode());
        DerpClient other = server.connect(server.newNode())) {
      one.send(other.publicKey(), bytes("there"));
      Frame.RecvPacket there = other.next(Frame.RecvPacket.class);
      assertThat(there.source()).isEqualTo(one.publicKey());
      assertThat(there.packet().toBytes()).isEqualTo(bytes("there"));
      other.send(one.publicKey(), bytes("back"));
      assertThat(one.next(Frame.RecvPacket.class).packet().toBytes()).isEqualTo(bytes("back"));
      assertThat(server.count("wayleave.relay.packets", "direction", "out")).isEqualTo(2);
      assertThat(server.count("wayleave.relay.bytes", "direction", "in")).isEqualTo(9);
    }
  }

  @Test
  void theLongestPacketPasses() throws Exception {
    byte[] longest = new byte[FrameLimits.MAX_PACKET_BYTES];
    RelayServer.RANDOM.nextBytes(longest);
    try (DerpClient one = server.connect(server.newNode());
        DerpClient other = server.connect(server.newNode())) {
      for (int i = 0; i < 10; i++) {
        one.send(other.publicKey(), longest);
        assertThat(other.next(Frame.RecvPacket.class).packet().toBytes()).isEqualTo(longest);
      }
    }
  }

  @Test
  void aPacketThatIsTooLongEndsTheConnection() throws Exception {
    try (DerpClient client = server.connect(server.newNode())) {
      client.sendRaw(new byte[] {4, 0, 1, 0, 33});
      assertThat(client.isClosed()).isTrue();
      assertThat(server.partings(Parting.PROTOCOL)).isEqualTo(1);
    }
  }

  @Test
  void whoIsNotAdmittedIsRefused() throws Exception {
    try (DerpClient stranger = DerpClient.knock(server.port(), RelayServer.newKey(), 0)) {
      assertThat(stranger.next()).isInstanceOf(Frame.ServerKey.class);
      stranger.send(
          InfoSeal.seal(
              ClientDetails.regular(),
              RelayServer.newKey(),
              server.relay().publicKey(),
              RelayServer.RANDOM));
      assertThat(stranger.isClosed()).isTrue();
      assertThat(server.partings(Parting.NOT_ADMITTED)).isEqualTo(1);
    }
  }

  @Test
  void aKeyWhoseHolderIsElsewhereIsRefused() throws Exception {
    NodePrivateKey node = server.newNode();
    try (DerpClient thief = DerpClient.knock(server.port(), RelayServer.newKey(), 0)) {
      thief.next();
      Frame.ClientInfo own =
          InfoSeal.seal(
              ClientDetails.regular(),
              RelayServer.newKey(),
              server.relay().publicKey(),
              RelayServer.RANDOM);
      thief.send(new Frame.ClientInfo(node.publicKey(), own.box()));
      assertThat(thief.isClosed()).isTrue();
      assertThat(server.partings(Parting.PROTOCOL)).isEqualTo(1);
    }
  }

  @Test
  void whoeverHeardFromAPeerHearsThatItWent() throws Exception {
    try (DerpClient one = server.connect(server.newNode());
        DerpClient silent = server.connect(server.newNode())) {
      DerpClient other = server.connect(server.newNode());
      other.send(one.publicKey(), bytes("hello"));
      one.next(Frame.RecvPacket.class);
      other.close();
      assertThat(one.next())
          .isEqualTo(new Frame.PeerGone(other.publicKey(), PeerGoneReason.DISCONNECTED));
      silent.send(new Frame.Ping(5));
      assertThat(silent.next()).isEqualTo(new Frame.Pong(5));
    }
  }

  @Test
  void whoLooksForSomebodyWhoIsNotHereIsTold() throws Exception {
    NodePrivateKey absent = RelayServer.newKey();
    try (DerpClient client = server.connect(server.newNode())) {
      client.send(absent.publicKey(), bytes("traffic to nowhere says nothing"));
      client.send(absent.publicKey(), disco());
      assertThat(client.next())
          .isEqualTo(new Frame.PeerGone(absent.publicKey(), PeerGoneReason.NOT_HERE));
      assertThat(server.drops(Drop.NOT_HERE)).isEqualTo(2);
      for (int i = 0; i < 20; i++) {
        client.send(absent.publicKey(), disco());
      }
      client.send(new Frame.Ping(1));
      int told = 0;
      while (!client.next().equals(new Frame.Pong(1))) {
        told++;
      }
      assertThat(told).isBetween(2, 4);
    }
  }

  @Test
  void theNewestConnectionOfANodeGetsItsPackets() throws Exception {
    NodePrivateKey node = server.newNode();
    try (DerpClient peer = server.connect(server.newNode());
        DerpClient old = server.connect(node)) {
      DerpClient fresh = server.connect(node);
      peer.send(node.publicKey(), bytes("for the new one"));
      fresh.next(Frame.RecvPacket.class);
      old.send(peer.publicKey(), bytes("still here"));
      peer.next(Frame.RecvPacket.class);
      peer.send(node.publicKey(), bytes("for who sent last"));
      assertThat(old.next(Frame.RecvPacket.class).packet().toBytes())
          .isEqualTo(bytes("for who sent last"));
      fresh.send(peer.publicKey(), bytes("and back"));
      peer.next(Frame.RecvPacket.class);
      fresh.close();
      Await.until("the new one is gone", () -> server.relay().connections() == 2);
      peer.send(node.publicKey(), bytes("for who is left"));
      assertThat(old.next(Frame.RecvPacket.class).packet().toBytes())
          .isEqualTo(bytes("for who is left"));
    }
  }

  @Test
  void machinesThatFightForAKeyAreToldUntilOneGoes() throws Exception {
    NodePrivateKey node = server.newNode();
    try (DerpClient one = server.connect(node)) {
      DerpClient copy = server.connect(node);
      for (int i = 0; i < 2; i++) {
        one.settle();
        copy.settle();
      }
      assertThat(one.next(Frame.Health.class).problem()).contains("same node key");
      copy.close();
      assertThat(one.next(Frame.Health.class).problem()).isEmpty();
    }
  }

  @Test
  void aNodeHasOnlySoManyConnections() throws Exception {
    NodePrivateKey node = server.newNode();
    try (DerpClient first = server.connect(node)) {
      DerpClient[] more = new DerpClient[RelayLimits.DEFAULT.connectionsOfKey()];
      for (int i = 0; i < more.length; i++) {
        more[i] = server.connect(node);
      }
      assertThat(first.isClosed()).isTrue();
      more[0].settle();
      for (DerpClient each : more) {
        each.close();
      }
    }
  }

  @Test
  void aNodeThatIsRemovedIsDisconnected() throws Exception {
    NodePrivateKey node = server.newNode();
    try (DerpClient client = server.connect(node);
        DerpClient other = server.connect(server.newNode())) {
      server.relay().recheck(node.publicKey());
      client.settle();
      server.admitted().remove(node.publicKey());
      server.relay().recheckAll();
      assertThat(client.isClosed()).isTrue();
      other.settle();
    }
  }

  @Test
  void whatOnlyRelaysMayAskForEndsTheConnection() throws Exception {
    NodePrivateKey node = server.newNode();
    for (Frame frame :
        new Frame[] {new Frame.WatchConns(), new Frame.ClosePeer(node.publicKey())}) {
      try (DerpClient client = server.connect(node)) {
        client.send(frame);
        assertThat(client.isClosed()).isTrue();
      }
    }
    assertThat(server.partings(Parting.MESH)).isEqualTo(2);
  }

  @Test
  void framesOfLaterProtocolsAreSkipped() throws Exception {
    try (DerpClient client = server.connect(server.newNode())) {
      client.sendRaw(new byte[] {(byte) 0xe0, 0, 0, 0, 3, 1, 2, 3});
      client.send(new Frame.NotePreferred(true));
      client.settle();
    }
  }

  @Test
  void whoStopsTellsClientsToComeBack() throws Exception {
    try (DerpClient client = server.connect(server.newNode())) {
      server.relay().stop();
      assertThat(client.next(Frame.Restarting.class).tryFor()).isPositive();
      assertThat(client.isClosed()).isTrue();
    }
  }

  private static byte[] disco() {
    byte[] packet = Arrays.copyOf(bytes("TS💬"), 80);
    packet[79] = 1;
    return packet;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
