package dev.wayleave.protocol.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.protocol.FuzzSeed;
import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/// Whatever arrives, a request is read or refused in this room's own way.
class RequestFuzzTest {
  private static final int ROUNDS = 20_000;

  private static final byte[] REQUEST =
      """
      {"Version":142,"NodeKey":"nodekey:%1$s","DiscoKey":"discokey:%1$s","Stream":true,
       "Auth":{"AuthKey":"x"},"Expiry":"2026-11-22T00:00:00Z","Endpoints":["192.0.2.1:1"],
       "EndpointTypes":[1,2],"Hostinfo":{"OS":"linux","Container":null,"RoutableIPs":["::/0"],
       "Services":[{"Proto":"tcp","Port":1}],"Location":{"Latitude":1e3},"TPM":{"a":[{}]},
       "NetInfo":{"PreferredDERP":9,"DERPLatency":{"9-v4":0.1}}}}
      """
          .formatted("12".repeat(32))
          .getBytes(StandardCharsets.UTF_8);

  @Test
  void survivesRandomAndDamagedRequests() {
    RandomGenerator random = FuzzSeed.printedFor("RequestFuzzTest");
    int accepted = 0;
    int refused = 0;
    for (int round = 0; round < ROUNDS; round++) {
      byte[] json = random.nextInt(8) == 0 ? FuzzSeed.bytes(random, 64) : swapped(random);
      for (Class<?> type : new Class<?>[] {RegisterRequest.class, MapRequest.class}) {
        try {
          assertThat(WireJson.read(json, type)).isNotNull();
          accepted++;
        } catch (WireException expected) {
          assertThat(expected).hasMessageContaining(type.getSimpleName());
          refused++;
        }
      }
    }
    // Both ways are really walked.
    assertThat(accepted).isGreaterThan(ROUNDS / 100);
    assertThat(refused).isGreaterThan(ROUNDS / 100);
  }

  /// The request with a few bytes that mean something to JSON where there were others.
  private static byte[] swapped(RandomGenerator random) {
    byte[] json = REQUEST.clone();
    String marks = "[]{}\",:0-eE.\\u ntf";
    for (int i = random.nextInt(4); i > 0; i--) {
      json[random.nextInt(json.length)] = (byte) marks.charAt(random.nextInt(marks.length()));
    }
    return json;
  }
}
