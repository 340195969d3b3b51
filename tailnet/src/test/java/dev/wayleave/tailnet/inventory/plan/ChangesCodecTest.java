package dev.wayleave.tailnet.inventory.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.tailnet.inventory.Entity;
import dev.wayleave.tailnet.inventory.EntityRef;
import dev.wayleave.tailnet.inventory.Samples;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChangesCodecTest {
  @Test
  void everyKindOfChangeRoundTrips() throws IOException {
    List<EntityChange> changes = new ArrayList<>();
    for (Entity<?> entity : Samples.inventory().entities().toList()) {
      changes.add(new EntityChange(entity.ref(), null, entity, null, entity));
      changes.add(new EntityChange(entity.ref(), entity, null, entity, null));
      changes.add(new EntityChange(entity.ref(), entity, entity, null, entity));
    }
    Entity<?> old = new Entity<>(Samples.user(1, "alice"), null);
    Entity<?> fresh = new Entity<>(Samples.user(1, "alicia"), null);
    changes.add(new EntityChange(EntityRef.parse("users/1"), old, fresh, fresh, old));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ChangesCodec.write(changes, out);
    assertThat(ChangesCodec.read(new ByteArrayInputStream(out.toByteArray()))).isEqualTo(changes);
  }
}
