package dev.wayleave.protocol.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wayleave.protocol.CapabilityVersion;
import dev.wayleave.protocol.chance.Chance;
import dev.wayleave.protocol.control.ControlException.Reason;
import dev.wayleave.protocol.key.MachinePrivateKey;
import dev.wayleave.protocol.noise.Initiation;
import dev.wayleave.protocol.noise.Initiator;
import dev.wayleave.protocol.noise.NoiseException;
import dev.wayleave.protocol.noise.Responder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.AbstractThrowableAssert;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UpgradeTest {
  private final Chance chance = Chance.printedFor(UpgradeTest.class);
  private final MachinePrivateKey machine = MachinePrivateKey.of(chance.bytes(32));
  private final MachinePrivateKey server = MachinePrivateKey.of(chance.bytes(32));
  private final String handshake = HandshakeText.of(initiation());

  @Test
  void aNativeClientBringsItsHandshakeInAHeader() throws Exception {
    Upgrade upgrade = Upgrade.parse(request("tailscale-control-protocol", handshake, null, null));
    assertThat(upgrade).isInstanceOf(Upgrade.ToStream.class);
    assertThat(new Responder(List.of(server), chance.keys()).read(upgrade.initiation()).peer())
        .isEqualTo(machine.publicKey());
  }

  @Test
  void aBrowserBringsItInTheQuery() throws ControlException {
    Upgrade upgrade =
        Upgrade.parse(request("websocket", null, "chat, tailscale-control-protocol", handshake));
    assertThat(upgrade).isInstanceOf(Upgrade.ToWebSocket.class);
    assertThat(upgrade.initiation().version()).isEqualTo(new CapabilityVersion(142));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Tailscale-Control-Protocol", " tailscale-control-protocol "})
  void theRequestsUpgradeIsReadAsHttpReadsIt(String header) throws ControlException {
    assertThat(Upgrade.parse(request(header, handshake, null, null)))
        .isInstanceOf(Upgrade.ToStream.class);
  }

  @Test
  void whatAsksForNothingOrForSomethingElseIsRefused() {
    refuses(Reason.NO_UPGRADE, request(null, handshake, null, handshake));
    refuses(Reason.NO_UPGRADE, request("", handshake, null, handshake));
    refuses(Reason.UNKNOWN_PROTOCOL, request("h2c", handshake, null, handshake));
    refuses(Reason.UNKNOWN_PROTOCOL, request("websocket", handshake, null, handshake));
    refuses(Reason.UNKNOWN_PROTOCOL, request("websocket", handshake, "mqtt", handshake));
  }

  @Test
  void eachFormNeedsTheHandshakeInItsOwnPlace() {
    refuses(Reason.NO_HANDSHAKE, request(Upgrade.PROTOCOL, null, null, handshake));
    refuses(Reason.NO_HANDSHAKE, request(Upgrade.PROTOCOL, "", null, handshake));
    refuses(Reason.NO_HANDSHAKE, request("websocket", handshake, Upgrade.PROTOCOL, null));
  }

  @Test
  void aHandshakeThatIsNoneIsRefusedWithoutRepeatingIt() {
    byte[] wrongType = Base64.getDecoder().decode(handshake);
    wrongType[2] = 2;
    String base64 = Base64.getEncoder().encodeToString(wrongType);
    for (String bad :
        List.of(
            "*".repeat(136),
            handshake.substring(4),
            handshake.replace("=", ""),
            handshake + "AAAA",
            "A".repeat(1 << 20),
            base64)) {
      refuses(Reason.BAD_HANDSHAKE, request(Upgrade.PROTOCOL, bad, null, null))
          .hasMessageNotContaining(bad);
    }
  }

  @Test
  void aHandshakeHas136Characters() {
    assertThat(handshake).hasSize(136).startsWith("AI4BAG").endsWith("=");
    assertThat(HandshakeText.LENGTH).isEqualTo(136);
  }

  @Test
  void damagedHeadersEndInARefusalOrInAHandshakeThatIsRead() {
    byte[] valid = handshake.getBytes(StandardCharsets.US_ASCII);
    Set<Reason> refused = EnumSet.noneOf(Reason.class);
    for (int round = 0; round < 5000; round++) {
      String header = new String(chance.mutated(valid), StandardCharsets.ISO_8859_1);
      try {
        Initiation read = Upgrade.parse(request(Upgrade.PROTOCOL, header, null, null)).initiation();
        assertThat(read.toBytes()).hasSize(Initiation.SIZE);
      } catch (ControlException e) {
        refused.add(e.reason());
      }
    }
    assertThat(refused).contains(Reason.BAD_HANDSHAKE);
  }

  private AbstractThrowableAssert<?, ? extends Throwable> refuses(
      Reason reason, Upgrade.Request request) {
    return assertThatThrownBy(() -> Upgrade.parse(request))
        .isInstanceOfSatisfying(
            ControlException.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }

  private static Upgrade.Request request(
      @Nullable String upgrade,
      @Nullable String header,
      @Nullable String protocols,
      @Nullable String parameter) {
    return new Upgrade.Request(upgrade, header, protocols, parameter);
  }

  private Initiation initiation() {
    try {
      return new Initiator(machine, server.publicKey(), new CapabilityVersion(142), chance.keys())
          .begin()
          .initiation();
    } catch (NoiseException e) {
      throw new AssertionError("a server's own key can be agreed with", e);
    }
  }
}
