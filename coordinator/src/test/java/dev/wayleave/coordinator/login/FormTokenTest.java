package dev.wayleave.coordinator.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.protocol.key.MachinePrivateKey;
import java.security.SecureRandom;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FormTokenTest {
  private static final SecureRandom RANDOM = new SecureRandom();

  private static FormToken replica(int noise) {
    byte[] key = new byte[32];
    key[0] = (byte) noise;
    MachinePrivateKey made = MachinePrivateKey.of(key);
    return new FormToken(RANDOM, () -> Optional.of(made));
  }

  @Test
  void aFormThatOneReplicaShowedIsRightAtAnother() {
    FormToken one = replica(1);
    String cookie = one.cookie(null);
    String token = one.token("a login", cookie);
    assertThat(replica(1).isRight("a login", cookie, token)).isTrue();
    assertThat(replica(1).isRight("another login", cookie, token)).isFalse();
    assertThat(replica(1).isRight("a login", one.cookie(null), token)).isFalse();
    assertThat(replica(2).isRight("a login", cookie, token)).as("another coordinator").isFalse();
  }

  @Test
  void withoutANoiseKeyAFormIsRightWhereItWasShownAlone() {
    FormToken one = new FormToken(RANDOM, Optional::empty);
    String cookie = one.cookie(null);
    String token = one.token("a login", cookie);
    assertThat(one.isRight("a login", cookie, token)).isTrue();
    assertThat(new FormToken(RANDOM, Optional::empty).isRight("a login", cookie, token)).isFalse();
  }
}
