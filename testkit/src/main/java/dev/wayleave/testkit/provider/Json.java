package dev.wayleave.testkit.provider;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.util.Map;

/// JSON as providers write it.
final class Json {
  private Json() {}

  static String of(Map<String, Object> object) {
    return JSONObjectUtils.toJSONString(object);
  }
}
