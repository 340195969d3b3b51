package dev.wayleave.protocol.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Writes null as Go's zero time, for fields that Go never leaves out.
final class ZeroTime extends JsonSerializer<Object> {
  static @Nullable Instant unlessZero(@Nullable Instant time) {
    return WireTime.NEVER.equals(time) ? null : time;
  }

  @Override
  public void serialize(@Nullable Object nothing, JsonGenerator out, SerializerProvider provider)
      throws IOException {
    out.writeString(WireTime.NEVER.toString());
  }
}
