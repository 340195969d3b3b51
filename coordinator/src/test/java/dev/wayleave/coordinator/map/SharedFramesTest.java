package dev.wayleave.coordinator.map;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.protocol.wire.MapResponse;
import dev.wayleave.protocol.wire.WireJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Frames that many viewers are sent.
class SharedFramesTest {
  private final SharedFrames frames = new SharedFrames();
  private final List<MapResponse> written = new ArrayList<>();

  @Test
  void whatReadsTheSameForManyIsWrittenOnce() {
    byte[] first = sent(online(1, true));
    byte[] second = sent(online(1, true));
    assertThat(second).isEqualTo(first).isEqualTo(MapFrames.frame(json(online(1, true))));
    assertThat(written).hasSize(1);
  }

  @Test
  void whatDiffersIsNotShared() {
    assertThat(sent(online(1, true))).isNotEqualTo(sent(online(1, false)));
    assertThat(written).hasSize(2);
  }

  @Test
  void moreThanItKeepsIsWrittenAllTheSame() {
    for (long node = 1; node <= 200; node++) {
      assertThat(sent(online(node, true))).isEqualTo(MapFrames.frame(json(online(node, true))));
    }
    assertThat(written).hasSize(200);
  }

  private byte[] sent(MapResponse response) {
    return frames.of(
        List.of(response),
        one -> {
          written.add(one);
          return json(one);
        });
  }

  private static byte[] json(MapResponse response) {
    return WireJson.write(response);
  }

  private static MapResponse online(long node, boolean online) {
    return MapResponse.builder().onlineChange(Map.of(node, online)).build();
  }
}
