package dev.wayleave.protocol.noise;

import dev.wayleave.protocol.key.MachineKey;
import dev.wayleave.protocol.key.MachinePrivateKey;
import dev.wayleave.protocol.noise.NoiseException.Reason;

/// A client that has sent its [Initiation], or is about to.
public final class AwaitingResponse implements PendingHandshake {
  private final Initiation initiation;
  private final SymmetricState state;
  private final Ephemeral ephemeral;
  private final MachinePrivateKey machine;
  private final MachineKey server;
  private boolean ended;

  AwaitingResponse(
      Initiation initiation,
      SymmetricState state,
      Ephemeral ephemeral,
      MachinePrivateKey machine,
      MachineKey server) {
    this.initiation = initiation;
    this.state = state;
    this.ephemeral = ephemeral;
    this.machine = machine;
    this.server = server;
  }

  /// What to send.
  public Initiation initiation() {
    return initiation;
  }

  /// Ends the handshake with what the server answered; whatever comes of it, this can be called
  /// once.
  public Session end(Answer answer) throws NoiseException {
    if (ended) {
      throw new IllegalStateException("a handshake ends once");
    }
    try {
      return switch (answer) {
        case Refusal refusal ->
            throw new NoiseException(
                Reason.REFUSED_BY_SERVER, "the server refused: " + refusal.text());
        case Response response -> endWith(response);
      };
    } finally {
      close();
    }
  }

  private Session endWith(Response response) throws NoiseException {
    // e, ee, se
    byte[] serverEphemeral = response.ephemeral();
    state.mixHash(serverEphemeral);
    state.mixKey(ephemeral.agree(serverEphemeral));
    state.mixKey(StaticAgreement.of(machine, serverEphemeral));
    state.decryptAndHash(response.payloadTag());
    byte[] hash = state.hash();
    SymmetricState.Halves keys = state.split();
    return new Session(
        server,
        machine.publicKey(),
        initiation.version(),
        hash,
        new RecordSealer(CipherState.of(keys.first)),
        new RecordOpener(CipherState.of(keys.second)));
  }

  @Override
  public void close() {
    ended = true;
    state.destroy();
    ephemeral.destroy();
  }
}
