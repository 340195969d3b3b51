package dev.wayleave.tailnet.inventory.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// How finely a time is written.
enum TimeMode {
  WHOLE,
  MICROSECONDS;

  SimpleModule module() {
    SimpleModule module = new SimpleModule("wayleave-times");
    if (this == MICROSECONDS) {
      module.addSerializer(Instant.class, new CutOff());
    }
    return module;
  }

  /// Cuts off as Headscale's driver for PostgreSQL does, which does not round.
  private static final class CutOff extends JsonSerializer<Instant> {
    @Override
    public void serialize(Instant time, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      out.writeString(time.truncatedTo(ChronoUnit.MICROS).toString());
    }
  }
}
