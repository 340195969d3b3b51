package dev.wayleave.protocol.wire;

import com.fasterxml.jackson.annotation.JsonProperty;

/// `POST /verify`, answer.
public record DerpAdmitResponse(@JsonProperty("Allow") boolean allow) {}
