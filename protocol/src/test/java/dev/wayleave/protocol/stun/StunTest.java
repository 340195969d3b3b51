package dev.wayleave.protocol.stun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wayleave.protocol.stun.StunException.Reason;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

/// With the vectors of RFC 5769, section 2; what is authentication in them is passed over.
class StunTest {
  private static final String HEADER = "2112a442 b7e7a701bc34d686fa87dfae";
  private static final TransactionId ID = new TransactionId(0xb7e7a701, 0xbc34d686fa87dfaeL);

  /// Section 2.1.
  private static final String SAMPLE_REQUEST =
      "0001 0058"
          + HEADER
          + "8022 0010 5354554e207465737420636c69656e74"
          + "0024 0004 6e0001ff"
          + "8029 0008 932ff9b151263b36"
          + "0006 0009 6576746a3a68367659202020"
          + "0008 0014 9aeaa70cbfd8cb56781ef2b5b2d3f249c1b571a2"
          + "8028 0004 e57a3bcf";

  /// Section 2.2.
  private static final String SAMPLE_IPV4_RESPONSE =
      "0101 003c"
          + HEADER
          + "8022 000b 7465737420766563746f7220"
          + "0020 0008 0001a147e112a643"
          + "0008 0014 2b91f599fd9e90c38c7489f92af9ba53f06be7d7"
          + "8028 0004 c07d4c96";

  /// Section 2.3.
  private static final String SAMPLE_IPV6_RESPONSE =
      "0101 0048"
          + HEADER
          + "8022 000b 7465737420766563746f7220"
          + "0020 0014 0002a1470113a9faa5d3f179bc25f4b5bed2b9d9"
          + "0008 0014 a382954e4be67bf11784c97c8292c275bfe3ed41"
          + "8028 0004 c8fb0b4c";

  @Test
  void readsThePublishedRequest() throws Exception {
    BindingRequest request = BindingRequest.parse(bytes(SAMPLE_REQUEST));
    assertThat(request).isEqualTo(new BindingRequest(ID, "STUN test client", true));
    assertThat(request.isFromTailscale()).isFalse();
  }

  @Test
  void readsThePublishedResponses() throws Exception {
    assertThat(BindingResponse.parse(bytes(SAMPLE_IPV4_RESPONSE)))
        .isEqualTo(new BindingResponse(ID, address("192.0.2.1", 32853)));
    assertThat(BindingResponse.parse(bytes(SAMPLE_IPV6_RESPONSE)))
        .isEqualTo(new BindingResponse(ID, address("2001:db8:1234:5678:11:2233:4455:6677", 32853)));
  }

  @Test
  void answersWithTheAddressAloneAndBytesOfThePublishedResponses() throws Exception {
    assertThat(new BindingResponse(ID, address("192.0.2.1", 32853)).toBytes())
        .isEqualTo(hex("0101 000c" + HEADER + "0020 0008 0001a147e112a643"));
    assertThat(
            new BindingResponse(ID, address("2001:db8:1234:5678:11:2233:4455:6677", 32853))
                .toBytes())
        .isEqualTo(
            hex("0101 0018" + HEADER + "0020 0014 0002a1470113a9faa5d3f179bc25f4b5bed2b9d9"));
  }

  @Test
  void readsItsOwnRequestAsOneOfTailscale() throws Exception {
    byte[] request = BindingRequest.ofTailscale(ID);
    assertThat(request).hasSize(40).startsWith(hex("0001 0014" + HEADER + "8022 0008"));
    BindingRequest read = BindingRequest.parse(ByteBuffer.wrap(request));
    assertThat(read).isEqualTo(new BindingRequest(ID, "tailnode", true));
    assertThat(read.isFromTailscale()).isTrue();
  }

  @Test
  void leavesTheBufferAsItIsAndReadsWhatIsLeftInIt() throws Exception {
    ByteBuffer in = ByteBuffer.allocate(50).position(10).put(BindingRequest.ofTailscale(ID)).flip();
    in.position(10);
    assertThat(BindingRequest.parse(in).isFromTailscale()).isTrue();
    assertThat(in.position()).isEqualTo(10);
    assertThat(in.limit()).isEqualTo(50);
  }

  @Test
  void isNotTailscaleWithoutFingerprint() throws Exception {
    BindingRequest request =
        BindingRequest.parse(bytes("0001 000c" + HEADER + "8022 0008 7461696c6e6f6465"));
    assertThat(request.software()).isEqualTo("tailnode");
    assertThat(request.isFromTailscale()).isFalse();
  }

  @Test
  void fallsBackToThePlainAddress() throws Exception {
    assertThat(BindingResponse.parse(bytes("0101 000c" + HEADER + "0001 0008 00010050c0000201")))
        .isEqualTo(new BindingResponse(ID, address("192.0.2.1", 80)));
    // The masked one wins wherever it stands, also under the number of the drafts.
    assertThat(
            BindingResponse.parse(
                bytes(
                    "0101 0018"
                        + HEADER
                        + "0001 0008 0001005001020304"
                        + "8020 0008 0001a147e112a643")))
        .isEqualTo(new BindingResponse(ID, address("192.0.2.1", 32853)));
  }

  @Test
  void takesAMappedIpv4AddressForIpv4() throws Exception {
    BindingResponse read =
        BindingResponse.parse(
            bytes("0101 0018" + HEADER + "0001 0014 0002005000000000000000000000ffffc0000201"));
    assertThat(read.address()).isEqualTo(address("192.0.2.1", 80));
  }

  @Test
  void refusesEachKindOfBrokenDatagram() {
    assertRefused(Reason.NOT_STUN, "");
    assertRefused(Reason.NOT_STUN, "0001 0000 2112a442");
    assertRefused(Reason.NOT_STUN, "0001 0000 2112a443" + "00".repeat(12));
    assertRefused(Reason.NOT_STUN, "8001 0000" + HEADER);
    assertRefused(Reason.NOT_STUN, "4001 0000" + HEADER);
    assertRefused(Reason.TOO_LONG, "0001 0500" + HEADER + "00".repeat(1280));
    assertRefused(Reason.TOO_LONG, "0001 0104" + HEADER + "80220000".repeat(65));
    assertRefused(Reason.OTHER_TYPE, "0101 0000" + HEADER);
    assertRefused(Reason.MALFORMED_ATTRIBUTES, "0001 0004" + HEADER);
    assertRefused(Reason.MALFORMED_ATTRIBUTES, "0001 0002" + HEADER + "8022");
    assertRefused(Reason.MALFORMED_ATTRIBUTES, "0001 0004" + HEADER + "80220001");
    assertRefused(Reason.MALFORMED_ATTRIBUTES, "0001 0004" + HEADER + "80280000");
    assertRefused(Reason.WRONG_FINGERPRINT, "0001 0008" + HEADER + "8028000400000000");
    assertRefused(Reason.WRONG_FINGERPRINT, SAMPLE_REQUEST.replace("e57a3bcf", "e57a3bce"));
  }

  @Test
  void refusesResponsesWithoutAnAddress() {
    assertResponseRefused(Reason.NO_ADDRESS, "0101 0000" + HEADER);
    assertResponseRefused(Reason.OTHER_TYPE, "0111 0000" + HEADER);
    assertResponseRefused(Reason.MALFORMED_ATTRIBUTES, "0101 0008" + HEADER + "0020 0004 0001a147");
    assertResponseRefused(
        Reason.MALFORMED_ATTRIBUTES, "0101 000c" + HEADER + "0020 0008 0003a147e112a643");
    assertResponseRefused(Reason.MALFORMED_ATTRIBUTES, "0101 0004" + HEADER + "0020 0000");
  }

  private static void assertRefused(Reason reason, String hex) {
    assertThatThrownBy(() -> BindingRequest.parse(bytes(hex)))
        .asInstanceOf(InstanceOfAssertFactories.type(StunException.class))
        .extracting(StunException::reason)
        .isEqualTo(reason);
  }

  private static void assertResponseRefused(Reason reason, String hex) {
    assertThatThrownBy(() -> BindingResponse.parse(bytes(hex)))
        .asInstanceOf(InstanceOfAssertFactories.type(StunException.class))
        .extracting(StunException::reason)
        .isEqualTo(reason);
  }

  private static InetSocketAddress address(String ip, int port) {
    return new InetSocketAddress(InetAddress.ofLiteral(ip), port);
  }

  private static ByteBuffer bytes(String hex) {
    return ByteBuffer.wrap(hex(hex));
  }

  private static byte[] hex(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }
}
