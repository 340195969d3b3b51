package dev.wayleave.exporters.tailscale;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;

/// One value that is set on the hosted side.
///
/// @param object the device's `nodeId`, the name of a setting, or `-`
/// @param before what is there: the text of a policy, else JSON
/// @param after what is to be there
record Step(
    @JsonProperty("aspect") Aspect aspect,
    @JsonProperty("object") String object,
    @JsonProperty("before") String before,
    @JsonProperty("after") String after) {
  /// The object of what a tailnet has one of.
  static final String ONLY = "-";

  /// Names what is set, apart from its value.
  @JsonIgnore
  String key() {
    return aspect + "/" + object;
  }

  /// What it is of, in a sentence.
  String label() {
    return object.equals(ONLY) ? "the tailnet" : object;
  }

  /// The `nodeId` of the device that it is of.
  String device() {
    int slash = object.indexOf('/');
    return slash < 0 ? object : object.substring(0, slash);
  }

  /// Whether a device may take part from then on.
  boolean letsIn() {
    return aspect == Aspect.AUTHORIZED && after.equals("true");
  }

  Step reversed() {
    return new Step(aspect, object, after, before);
  }
}
