package dev.wayleave.protocol.stun;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.protocol.FuzzSeed;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/// Whatever arrives, the parsers give a value or fail in their own way.
class StunFuzzTest {
  private static final int ROUNDS = 100_000;

  @Test
  void survivesRandomAndDamagedDatagrams() throws Exception {
    RandomGenerator random = FuzzSeed.printedFor("StunFuzzTest");
    TransactionId id = TransactionId.random(random);
    InetSocketAddress address = new InetSocketAddress(InetAddress.ofLiteral("2001:db8::1"), 1);
    byte[] request = BindingRequest.ofTailscale(id);
    byte[] response = new BindingResponse(id, address).toBytes();
    int accepted = 0;
    int refused = 0;
    for (int round = 0; round < ROUNDS; round++) {
      byte[] datagram =
          switch (random.nextInt(4)) {
            case 0 -> FuzzSeed.bytes(random, 2000);
            case 1 -> withCookie(FuzzSeed.bytes(random, 200));
            case 2 -> FuzzSeed.damaged(request, random);
            default -> FuzzSeed.damaged(response, random);
          };
      try {
        BindingRequest.parse(ByteBuffer.wrap(datagram));
        accepted++;
      } catch (StunException expected) {
        assertThat(expected.reason()).isNotNull();
        refused++;
      }
      try {
        BindingResponse read = BindingResponse.parse(ByteBuffer.wrap(datagram));
        assertThat(BindingResponse.parse(ByteBuffer.wrap(read.toBytes()))).isEqualTo(read);
        accepted++;
      } catch (StunException expected) {
        refused++;
      }
    }
    // Both ways are really walked.
    assertThat(accepted).isGreaterThan(ROUNDS / 1000);
    assertThat(refused).isGreaterThan(ROUNDS / 1000);
  }

  private static byte[] withCookie(byte[] bytes) {
    if (bytes.length >= StunMessage.HEADER_BYTES) {
      ByteBuffer.wrap(bytes)
          .putShort((short) StunMessage.BINDING_RESPONSE)
          .putShort((short) (bytes.length - StunMessage.HEADER_BYTES))
          .putInt(StunMessage.COOKIE);
    }
    return bytes;
  }
}
