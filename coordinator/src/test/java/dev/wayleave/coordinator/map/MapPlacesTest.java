package dev.wayleave.coordinator.map;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Places for whole maps.
class MapPlacesTest {
  private Instant now = SmallTailnet.NOW;
  private final MapPlaces places = new MapPlaces(() -> now);
  private final List<Integer> admitted = new ArrayList<>();

  private Optional<MapPlaces.Place> take(int who) {
    return places.take(_ -> admitted.add(who));
  }

  private List<MapPlaces.Place> takeAll() {
    List<MapPlaces.Place> taken = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      taken.add(take(i).orElseThrow());
    }
    return taken;
  }

  @Test
  void whoFindsNoPlaceFreeIsAdmittedInOrderAsPlacesAreGivenBack() {
    List<MapPlaces.Place> taken = takeAll();
    assertThat(take(100)).isEmpty();
    assertThat(take(101)).isEmpty();
    taken.getLast().giveBack();
    assertThat(admitted).containsExactly(100);
    taken.getFirst().giveBack();
    assertThat(admitted).containsExactly(100, 101);
  }

  @Test
  void aPlaceIsGivenBackOnce() {
    List<MapPlaces.Place> taken = takeAll();
    assertThat(take(100)).isEmpty();
    assertThat(take(101)).isEmpty();
    taken.getFirst().giveBack();
    taken.getFirst().giveBack();
    assertThat(admitted).containsExactly(100);
  }

  @Test
  void whoIsSlowIsNotWaitedFor() {
    List<MapPlaces.Place> taken = takeAll();
    assertThat(take(100)).isEmpty();
    now = now.plusSeconds(1);
    places.expire();
    assertThat(admitted).containsExactly(100);
    taken.getFirst().giveBack();
    assertThat(take(101)).as("63 places are free by now").isPresent();
  }
}
