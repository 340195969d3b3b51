package dev.wayleave.protocol.derp;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.wayleave.protocol.box.CryptoBox;
import dev.wayleave.protocol.derp.DerpException.Reason;
import dev.wayleave.protocol.key.NodeKey;
import dev.wayleave.protocol.key.NodePrivateKey;
import java.io.IOException;
import java.security.SecureRandom;

/// Seals and opens the infos of the login, which proves to each side that the other holds its key.
public final class InfoSeal {
  private static final int MAX_NESTING = 16;

  private static final JsonMapper JSON = mapper();

  private InfoSeal() {}

  /// What a client sends.
  public static Frame.ClientInfo seal(
      ClientDetails details, NodePrivateKey client, NodeKey server, SecureRandom random)
      throws DerpException {
    byte[] sealed = between(client, server).seal(write(details.toJson()), random);
    return new Frame.ClientInfo(client.publicKey(), Payload.copyOf(sealed));
  }

  /// What a client said; it holds the private half of [Frame.ClientInfo#client].
  public static ClientDetails open(Frame.ClientInfo info, NodePrivateKey server)
      throws DerpException {
    byte[] json = opened(between(server, info.client()), info.box());
    try {
      return ClientDetails.ofJson(read(json, ClientDetails.Json.class));
    } catch (IllegalArgumentException e) {
      // The message names the key's shape only; the text may hold a secret and is not repeated.
      throw new DerpException(Reason.INFO_UNREADABLE, "the client's mesh key: " + e.getMessage());
    }
  }

  /// What a server answers.
  public static Frame.ServerInfo seal(
      ServerDetails details, NodePrivateKey server, NodeKey client, SecureRandom random)
      throws DerpException {
    byte[] sealed = between(server, client).seal(write(details), random);
    return new Frame.ServerInfo(Payload.copyOf(sealed));
  }

  /// What a server answered; it holds the private half of `server`.
  public static ServerDetails open(Frame.ServerInfo info, NodePrivateKey client, NodeKey server)
      throws DerpException {
    return read(opened(between(client, server), info.box()), ServerDetails.class);
  }

  private static CryptoBox between(NodePrivateKey own, NodeKey other) throws DerpException {
    return CryptoBox.between(own, other)
        .orElseThrow(() ->
            new DerpException(
                Reason.BOX_NOT_OPENED, "the key %s is of low order".formatted(other)));
  }

  private static byte[] opened(CryptoBox box, Payload sealed) throws DerpException {
    return box.open(sealed.toBytes())
        .orElseThrow(() ->
            new DerpException(
                Reason.BOX_NOT_OPENED, "the info was not sealed between the two keys"));
  }

  private static <T> T read(byte[] json, Class<T> type) throws DerpException {
    T value;
    try {
      value = JSON.readValue(json, type);
    } catch (IOException e) {
      // The cause is dropped: it quotes the text, which may hold the mesh key.
      throw new DerpException(Reason.INFO_UNREADABLE, "the info is not the JSON that is expected");
    }
    if (value == null) {
      throw new DerpException(Reason.INFO_UNREADABLE, "the info is null");
    }
    return value;
  }

  private static byte[] write(Object details) {
    try {
      return JSON.writeValueAsBytes(details);
    } catch (JsonProcessingException e) {
      throw new AssertionError("records of texts and numbers can be written", e);
    }
  }

  private static JsonMapper mapper() {
    JsonMapper mapper = JsonMapper.builder().build();
    mapper
        .getFactory()
        .setStreamReadConstraints(
            StreamReadConstraints.builder().maxNestingDepth(MAX_NESTING).build());
    return mapper;
  }
}
