package dev.wayleave.protocol.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wayleave.protocol.key.DiscoKey;
import dev.wayleave.protocol.key.NodeKey;
import dev.wayleave.protocol.key.TailnetLockKey;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// Requests in the shape in which clients send them; keys, names and addresses are made up.
class RequestJsonTest {
  private static final String KEY = "12".repeat(32);
  private static final String ZEROS = "00".repeat(32);

  /// As Tailscale 1.102 registers, with an auth key.
  private static final String REGISTER =
      """
      {"Version":142,
       "NodeKey":"nodekey:%1$s",
       "OldNodeKey":"nodekey:%2$s",
       "NLKey":"nlpub:%1$s",
       "Auth":{"AuthKey":"hskey-auth-abc-def"},
       "Expiry":"0001-01-01T00:00:00Z",
       "Followup":"",
       "Hostinfo":{"IPNVersion":"1.102.3-t0123","BackendLogID":"ab","OS":"linux","OSVersion":"6.1",
         "Container":false,"Distro":"debian","DistroVersion":"12","DistroCodeName":"bookworm",
         "Hostname":"client-a","Machine":"x86_64","GoArch":"amd64","GoArchVar":"v1",
         "GoVersion":"go1.26.6","RoutableIPs":["10.0.0.0/8"],"RequestTags":["tag:ci"],
         "Services":[{"Proto":"peerapi4","Port":41000},
                     {"Proto":"peerapi-dns-proxy","Port":1,"Description":"x"}],
         "NetInfo":{"MappingVariesByDestIP":false,"WorkingIPv6":null,"OSHasIPv6":true,
           "WorkingUDP":true,"UPnP":false,"PMP":false,"PCP":false,"PreferredDERP":999,
           "DERPLatency":{"999-v4":0.000312}},
         "sshHostKeys":["ssh-ed25519 AAAA"],
         "Userspace":true,"UserspaceRouter":true,"ServicesHash":"",
         "TPM":{"Manufacturer":"X"},"FieldOfTomorrow":{"a":[1,2,{"b":null}]}},
       "NodeKeySignature":null,
       "FieldOfTomorrow":7}
      """
          .formatted(KEY, ZEROS);

  @Test
  void readsARegistrationAsAClientSendsIt() throws Exception {
    RegisterRequest request = read(REGISTER, RegisterRequest.class);
    assertThat(request.version()).isEqualTo(142);
    assertThat(request.nodeKey()).isEqualTo(NodeKey.ofHex(KEY));
    assertThat(request.oldNodeKey().isZero()).isTrue();
    assertThat(request.tailnetLockKey()).hasToString("nlpub:" + KEY);
    assertThat(request.auth()).isEqualTo(new RegisterAuth("hskey-auth-abc-def"));
    assertThat(request.expiry()).isNull();
    assertThat(request.followup()).isEmpty();
    assertThat(request.ephemeral()).isFalse();
    assertThat(request.nodeKeySignature()).isNull();
    assertThat(request.tailnet()).isEmpty();
    Hostinfo hostinfo = Objects.requireNonNull(request.hostinfo());
    assertThat(hostinfo.hostname()).isEqualTo("client-a");
    assertThat(hostinfo.container()).isFalse();
    assertThat(hostinfo.desktop()).isNull();
    assertThat(hostinfo.routableIps()).containsExactly("10.0.0.0/8");
    assertThat(hostinfo.services())
        .containsExactly(
            new Service("peerapi4", 41000, ""), new Service("peerapi-dns-proxy", 1, "x"));
    NetInfo netInfo = Objects.requireNonNull(hostinfo.netInfo());
    assertThat(netInfo.preferredDerp()).isEqualTo(999);
    assertThat(netInfo.mappingVariesByDestIp()).isFalse();
    assertThat(netInfo.workingIpv6()).isNull();
    assertThat(netInfo.derpLatency()).isEqualTo(Map.of("999-v4", 0.000312));
  }

  @Test
  void readsALogout() throws Exception {
    RegisterRequest request =
        read(
            "{\"NodeKey\":\"nodekey:%s\",\"Expiry\":\"1970-01-01T00:02:03Z\"}".formatted(KEY),
            RegisterRequest.class);
    assertThat(request.expiry()).isEqualTo(Instant.ofEpochSecond(123));
    assertThat(request.auth()).isNull();
    assertThat(request.hostinfo()).isNull();
    assertThat(request.oldNodeKey().isZero()).isTrue();
    assertThat(request.tailnetLockKey().isZero()).isTrue();
  }

  @Test
  void writesARegistrationAsAClientDoes() {
    RegisterRequest request =
        new RegisterRequest(
            113,
            NodeKey.ofHex(KEY),
            NodeKey.ofHex(ZEROS),
            TailnetLockKey.parse("tlpub:" + KEY),
            null,
            null,
            "",
            null,
            false,
            null,
            "");
    assertThat(written(request))
        .isEqualTo(
            """
            {"Version":113,"NodeKey":"nodekey:%1$s","OldNodeKey":"nodekey:%2$s",\
            "NLKey":"nlpub:%1$s","Expiry":"0001-01-01T00:00:00Z","Followup":"",\
            "Hostinfo":null,"NodeKeySignature":null}\
            """
                .formatted(KEY, ZEROS));
  }

  @Test
  void readsBackWhatItWrites() throws Exception {
    RegisterRequest request = read(REGISTER, RegisterRequest.class);
    assertThat(read(written(request), RegisterRequest.class)).isEqualTo(request);
  }

  @Test
  void readsAMapRequestAsAClientSendsIt() throws Exception {
    MapRequest request =
        read(
            """
            {"Version":113,"Compress":"zstd","KeepAlive":true,"NodeKey":"nodekey:%1$s",
             "DiscoKey":"discokey:%1$s","Stream":true,"Hostinfo":{"OS":"linux"},
             "Endpoints":["192.0.2.1:41641","[2001:db8::1]:41641"],"EndpointTypes":[2,1],
             "DebugFlags":["warn-ip-forwarding-off"]}
            """
                .formatted(KEY),
            MapRequest.class);
    assertThat(request.stream()).isTrue();
    assertThat(request.keepAlive()).isTrue();
    assertThat(request.omitPeers()).isFalse();
    assertThat(request.compress()).isEqualTo("zstd");
    assertThat(request.discoKey()).isEqualTo(DiscoKey.ofHex(KEY));
    assertThat(request.endpoints()).containsExactly("192.0.2.1:41641", "[2001:db8::1]:41641");
    assertThat(request.endpointTypes()).containsExactly(2, 1);
    assertThat(request.debugFlags()).containsExactly("warn-ip-forwarding-off");
    assertThat(request.tailnetLockHead()).isEmpty();
    assertThat(read(written(request), MapRequest.class)).isEqualTo(request);
  }

  @Test
  void takesNullForNothingAndForEmpty() throws Exception {
    MapRequest request =
        read(
            """
            {"Version":113,"NodeKey":"nodekey:%1$s","DiscoKey":null,"Hostinfo":null,
             "Endpoints":null,"Compress":null,"Stream":null}
            """
                .formatted(KEY),
            MapRequest.class);
    assertThat(request.discoKey().isZero()).isTrue();
    assertThat(request.endpoints()).isEmpty();
    assertThat(request.compress()).isEmpty();
    assertThat(request.stream()).isFalse();
    assertThat(request.hostinfo()).isNull();
  }

  @Test
  void sharesOfAHostOnlyWhatOthersNeed() throws Exception {
    Hostinfo hostinfo = Objects.requireNonNull(read(REGISTER, RegisterRequest.class).hostinfo());
    assertThat(written(SharedHostinfo.of(hostinfo)))
        .isEqualTo(
            """
            {"OS":"linux","Hostname":"client-a","RoutableIPs":["10.0.0.0/8"],\
            "Services":[{"Proto":"peerapi4","Port":41000},\
            {"Proto":"peerapi-dns-proxy","Port":1,"Description":"x"}],\
            "sshHostKeys":["ssh-ed25519 AAAA"]}\
            """);
  }

  @Test
  void namesThePlaceAndRepeatsNothing() {
    assertRefused(
        "{\"NodeKey\":\"nodekey:secret\"}", "RegisterRequest: NodeKey is not what is expected");
    assertRefused(
        "{\"Auth\":{\"AuthKey\":[\"secret\"]}}",
        "RegisterRequest: Auth.AuthKey is not what is expected");
    assertRefused(
        "{\"Hostinfo\":{\"Services\":[null,{\"Port\":\"secret\"}]}}",
        "RegisterRequest: Hostinfo.Services.#1.Port is not what is expected");
    assertRefused(
        "{\"Hostinfo\":{\"RoutableIPs\":[null]}}",
        "RegisterRequest: Hostinfo is not what is expected");
    assertRefused("{\"Version\":1.5}", "RegisterRequest: Version is not what is expected");
    assertRefused("{\"Version\":\"1\"}", "RegisterRequest: Version is not what is expected");
    assertRefused("{\"Expiry\":\"secret\"}", "RegisterRequest: Expiry is not what is expected");
    assertRefused(
        "{\"Followup\":\"secret", "RegisterRequest: Followup is not what is expected (line 1");
    assertRefused("secret", "RegisterRequest is not JSON (line 1");
    assertRefused(
        "{\"Hostinfo\":{\"NetInfo\":{\"DERPLatency\":{\"secret\":[]}}}}",
        "RegisterRequest: Hostinfo.NetInfo.DERPLatency.* is not what is expected");
    assertRefused("{} {}", "RegisterRequest");
    assertRefused("[]", "RegisterRequest: the whole is not what is expected");
    assertRefused("", "RegisterRequest");
    assertRefused("null", "RegisterRequest is null");
    assertRefused("[".repeat(100_000), "RegisterRequest");
    assertRefused("{\"x\":" + "[".repeat(100_000), "RegisterRequest");
    assertRefused("{\"Followup\":\"secret\\u0000\"}", "RegisterRequest holds the character U+0000");
    assertRefused(
        " ".repeat(WireJson.MAX_REQUEST_BYTES + 1), "has 1048577 bytes, at most 1048576 are read");
  }

  @Test
  void readsUtf8Only() throws Exception {
    String json = "{\"Followup\":\"é\\u0000\"}";
    for (Charset charset :
        List.of(
            StandardCharsets.UTF_16LE,
            StandardCharsets.UTF_16BE,
            StandardCharsets.UTF_32LE,
            StandardCharsets.UTF_32BE)) {
      byte[] bytes = json.getBytes(charset);
      assertThatThrownBy(() -> WireJson.read(bytes, RegisterRequest.class))
          .isInstanceOf(WireException.class);
    }
    byte[] wrongOrder = {0, 0, '{', 0, 0, 0, '}', 0};
    assertThatThrownBy(() -> WireJson.read(wrongOrder, RegisterRequest.class))
        .isInstanceOf(WireException.class);
    assertThat(read("{\"Followup\":\"é\"}", RegisterRequest.class).followup()).isEqualTo("é");
  }

  @Test
  void readsLongerAnswersWhereToldTo() throws Exception {
    byte[] longAnswer =
        (" ".repeat(WireJson.MAX_REQUEST_BYTES) + "{}").getBytes(StandardCharsets.UTF_8);
    assertThat(WireJson.read(longAnswer, MapResponse.class, longAnswer.length))
        .isEqualTo(MapResponse.builder().build());
  }

  @Test
  void showsNoAuthKey() throws Exception {
    assertThat(read(REGISTER, RegisterRequest.class).toString()).doesNotContain("hskey-auth");
  }

  @Test
  void readsWhatRelaysAsk() throws Exception {
    DerpAdmitRequest request =
        read(
            "{\"NodePublic\":\"nodekey:%s\",\"Source\":\"192.0.2.7\"}".formatted(KEY),
            DerpAdmitRequest.class);
    assertThat(request).isEqualTo(new DerpAdmitRequest(NodeKey.ofHex(KEY), "192.0.2.7"));
    assertThat(written(new DerpAdmitResponse(false))).isEqualTo("{\"Allow\":false}");
  }

  @Test
  void readsTheAnswerToAPing() throws Exception {
    assertThat(read("{\"Type\":\"disco\",\"LatencySeconds\":0.5}", PingResponse.class))
        .extracting(PingResponse::type, PingResponse::latencySeconds, PingResponse::err)
        .isEqualTo(List.of("disco", 0.5, ""));
  }

  private static void assertRefused(String json, String message) {
    assertThatThrownBy(() -> read(json, RegisterRequest.class))
        .isInstanceOf(WireException.class)
        .hasMessageContaining(message)
        .hasMessageNotContaining("secret")
        .hasNoCause();
  }

  private static <T> T read(String json, Class<T> type) throws WireException {
    return WireJson.read(json.getBytes(StandardCharsets.UTF_8), type);
  }

  private static String written(Object message) {
    return new String(WireJson.write(message), StandardCharsets.UTF_8);
  }
}
