package dev.wayleave.tailnet.model;

/// Something that a hosted plane keeps for a tailnet and that has no counterpart here: it is kept
/// as data, so that nothing is lost and a way back can tell it.
///
/// @param type what it is: `service`, `webhook`, `contacts`, `posture-integration`, `log-stream`,
///   `settings`, `audit-event`, `user-invite`, `device-invite`, `oauth-client`,
///   `federated-identity`, `api-token`, `device-attributes`
/// @param id the plane's id of it, unique in its type
/// @param json the object as the plane gave it, unknown members included, secrets excepted
public record HostedObject(String type, String id, String json) implements TailnetEntity {
  public HostedObject {
    if (type.isEmpty() || id.isEmpty()) {
      throw new IllegalArgumentException("a hosted object has a type and an id");
    }
  }
}
